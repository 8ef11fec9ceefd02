"""`make backup` and `make restore`: also where there is no database yet to build the shop on."""

import click

from shop_admin.launcher.backup.command import backup, restore

main = click.Group("backup", commands=[backup, restore])

if __name__ == "__main__":
    main()
