"""Who works in the office: accounts that exist in its namespace only."""

import os
import pwd
import grp
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    account: str
    full_name: str
    department: str
    roles: tuple
    uid: int


STAFF = (
    Person("liming", "李明", "综合科", ("user",), 20001),
    Person("wanghua", "王华", "区委办公室", ("user", "county-leader", "classifier"), 20002),
    Person("zhaomin", "赵敏", "机要室", ("user", "registry-officer", "confidentiality-officer"), 20003),
    Person("chenli", "陈立", "组织部", ("user",), 20004),
    Person("zhouning", "周宁", "宣传部", ("user",), 20005),
    Person("sunyue", "孙悦", "财政局", ("user",), 20006),
    Person("qianjin", "钱进", "信息科", ("user", "auditor"), 20007),
)
SERVICE = "imprimatur"
SERVICE_UID = 20000


def move_in(folder):
    """Puts private passwd, group and nsswitch files, with the staff in them, over the machine's own."""
    passwd = open("/etc/passwd", encoding="utf-8").read()
    group = open("/etc/group", encoding="utf-8").read()
    passwd += f"{SERVICE}:x:{SERVICE_UID}:{SERVICE_UID}:Imprimatur:/nonexistent:/usr/sbin/nologin\n"
    group += f"{SERVICE}:x:{SERVICE_UID}:\n"
    for person in STAFF:
        passwd += f"{person.account}:x:{person.uid}:{person.uid}:{person.full_name}:/tmp:/bin/sh\n"
        group += f"{person.account}:x:{person.uid}:\n"
    nsswitch = "passwd: files\ngroup: files\nshadow: files\nhosts: files\n"
    hosts = "127.0.0.1 localhost office\n::1 localhost\n"
    for path, text in (("/etc/passwd", passwd), ("/etc/group", group), ("/etc/nsswitch.conf", nsswitch),
                       ("/etc/hosts", hosts)):
        private = os.path.join(folder, os.path.basename(path))
        with open(private, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(private, 0o644)
        subprocess.run(["mount", "--bind", private, path], check=True)


def run_as(account):
    """Arguments for subprocess that make it run as that account."""
    entry = pwd.getpwnam(account)
    groups = [g.gr_gid for g in grp.getgrall() if account in g.gr_mem]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": groups}
