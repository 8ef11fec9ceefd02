"""What lies outside: each kind of provider has a protocol and one file a provider."""
