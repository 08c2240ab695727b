"""A private office: people, a print server, a printer and the gateway, in namespaces of their own.

Nothing of the machine is touched: /etc, /run and the folders of CUPS are private mounts, the network is
a loopback of its own, and every process dies with the office.
"""
