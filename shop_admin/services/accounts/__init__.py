"""People: made and edited by admins, members of stores by managers too, disabled at once."""

from shop_admin.services.accounts.contacts import email_address, mobile_number
from shop_admin.services.accounts.logins import (
    Candidate,
    change_password,
    find_candidate,
    get_candidate,
    keep_hash,
    set_password,
)
from shop_admin.services.accounts.memberships import (
    MANAGER_GRANTS,
    MembershipInput,
    end_membership,
    grant_membership,
    update_membership,
)
from shop_admin.services.accounts.people import (
    PersonInput,
    ProfileInput,
    create_person,
    update_person,
    update_profile,
)

__all__ = [
    "MANAGER_GRANTS",
    "Candidate",
    "MembershipInput",
    "PersonInput",
    "ProfileInput",
    "change_password",
    "create_person",
    "email_address",
    "end_membership",
    "find_candidate",
    "get_candidate",
    "grant_membership",
    "keep_hash",
    "mobile_number",
    "set_password",
    "update_membership",
    "update_person",
    "update_profile",
]
