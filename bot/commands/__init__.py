"""The subcommands of `ansinh`, one file each, imported only when called."""
