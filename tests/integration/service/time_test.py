"""Time at the service: periods that end, what is due, tables that are brought, excerpts, and rules that change. The
clock is the test's. Scenes build on each other, in the order of their numbers."""

import os
import sqlite3
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway import Gateway, quoted  # noqa: E402
from office import people, testing  # noqa: E402

BOM = "\ufeff"
DOCUMENTS = (BOM + "文号,标题,密级,保密期限,制发日期,类别,制发部门,发放范围,正本保管人,副本保管人\r\n"
             "甲1号,年度计划,机密,1年,2026-11-20,,综合科,\"liming、组织部\",赵敏,王华\r\n"
             "甲2号,\"逗号,引号\"\"和\r\n换行\",秘密,2028年2月29日,2026-11-20,,综合科,,,\r\n"
             "甲3号,=cmd|'/c calc'!A1,绝密,event:公布后,2026-11-20,,综合科,\"liming;zhaomin\",,\r\n"
             "甲4号,<b>粗</b>,秘密,,2026-11-20,,综合科,,,\r\n")


def path_of(number):
    return "/v1/documents/" + quoted(number)


class Tables(unittest.TestCase):
    """Tables as spreadsheets leave them, and one number however it is typed."""

    @classmethod
    def setUpClass(cls):
        folder = os.path.join(testing.Settings.folder, "tables")
        os.chmod(testing.Settings.folder, 0o755)
        os.makedirs(folder)
        cls.gate = Gateway(testing.Settings.build, folder, program="tests/imprimaturd-killable")
        cls.gate.set_clock("2026-11-23 09:00")
        cls.gate.start()
        cls.addClassCleanup(cls.gate.stop)
        for person in people.STAFF:
            cls.gate.ask("root", "PUT", f"/v1/people/{person.account}",
                         {"full_name": person.full_name, "department": person.department, "roles": list(person.roles),
                          "agreement": "2026-01-05", "training": "2026-06-01"})

    def ask(self, *words, status=200, **more):
        answer = self.gate.ask(*words, **more)
        self.assertEqual(answer.status, status, answer)
        return answer

    def table(self, account, kind, text):
        return self.ask(account, "POST", f"/v1/imports/{kind}", text.encode()).json()

    def test_010_a_table_is_read_as_a_spreadsheet_leaves_it(self):
        head = "\ufeff文号,标 题,密级,保密期限,制发日期,类别,制发部门,,\r\n"
        rows = [("〔2026〕1号", "机密", "10年", "2026/3/5"), ("〔2026〕2号", "机 密", "10 年", "2026-3-5"),
                ("〔2026〕3号", "机密级", "十年", "2026年3月5日"), ("〔2026〕4号", " 机密 ", "１０年", "2026.3.5"),
                ("〔2026〕5号", "SECRET", "10y", "2026/3/5 0:00"), ("〔2026〕6号", "机密", "三年", "46086")]
        text = head + "".join(f"表{n},通知,{level},{period},{day},,综合科,,\r\n" for n, level, period, day in rows)
        said = self.table("zhaomin", "documents", text + ",,,,,,,,\r\n" * 3)
        self.assertEqual((said["entered"], said["mistakes"]), (6, []))
        for place, (number, *_) in enumerate(rows):
            document = self.ask("zhaomin", "GET", path_of("表" + number)).json()
            self.assertEqual((document["level"], document["issued"]), ("secret", "2026-03-05"), document)
            self.assertEqual(document["period"], "3y" if place == 5 else "10y")

    def test_020_one_number_is_one_document_however_it_is_typed(self):
        writings = ("表[2026]1号", "表［2026］1号", "表（2026）1号", "表【2026】１号", "表 〔2026〕 1号", "表〔２０２６〕1号")
        for writing in writings:
            self.assertEqual(self.ask("zhaomin", "GET", path_of(writing)).json()["number"], "表〔2026〕1号")
            for query in ("number", "text"):
                found = self.ask("zhaomin", "GET", f"/v1/documents?{query}=" + quoted(writing)).json()["documents"]
                self.assertEqual([d["number"] for d in found], ["表〔2026〕1号"], (writing, query))
            self.ask("zhaomin", "POST", "/v1/documents", {"number": writing, "title": "x", "level": "秘密"}, status=409)
        head = "文号,标题,密级\n"
        said = self.table("zhaomin", "documents", head + "新〔2026〕1号,甲,秘密\n" + "新[2026]１号,乙,秘密\n" + writings[0] + ",丙,秘密\n")
        self.assertEqual([(m["line"], m["column"]) for m in said["mistakes"]], [(3, "文号"), (4, "文号")])
        self.assertIn("表〔2026〕1号", said["mistakes"][1]["sentence"])

    def test_030_what_is_wrong_in_a_table_is_said_in_chinese_words(self):
        said = self.gate.ask("zhaomin", "POST", "/v1/imports/documents",
                             "文号,标题,密级,保密期限,制发日期\n子,通知,超密,,\n丑,通知,秘密,长期,\n寅,通知,秘密,,3/5/2026\n".encode(),
                             language="zh").json()
        self.assertEqual([m["column"] for m in said["mistakes"]], ["密级", "保密期限", "制发日期"])
        for mistake, words in zip(said["mistakes"], ("绝密、机密、秘密、内部、普通", "10年、6个月", "2026年11月23日")):
            self.assertIn(words, mistake["sentence"])
            self.assertNotRegex(mistake["sentence"].replace(mistake["column"], ""), "[A-Za-z]")

    def test_035_a_period_that_is_over_already_is_asked_about(self):  # K3
        given = {"number": "旧1号", "title": "x", "level": "机密", "period": "10y", "issued": "2006/3/5"}
        said = self.ask("zhaomin", "POST", "/v1/documents", given, status=409).json()["sentence"]
        self.assertIn("2016-03-05", said)
        self.ask("zhaomin", "GET", path_of("旧1号"), status=404)
        head = "文号,标题,密级,保密期限,制发日期,保密期已满\n"
        wrong = self.table("zhaomin", "documents", head + "旧2号,x,机密,10年,2006年3月5日,\n")
        self.assertEqual([(m["line"], m["column"]) for m in wrong["mistakes"]], [(2, "制发日期")])
        self.assertEqual(self.table("zhaomin", "documents", head + "旧2号,x,机密,10年,2006年3月5日,是\n")["entered"], 1)
        self.ask("zhaomin", "POST", "/v1/documents", {**given, "is_over": True}, status=201)
        self.ask("zhaomin", "POST", "/v1/documents", {**given, "number": "新1号", "issued": "2026-03-05"}, status=201)
        self.ask("zhaomin", "PATCH", path_of("新1号"), {"issued": "2006-03-05"}, status=409)
        self.assertEqual(self.ask("zhaomin", "GET", path_of("新1号")).json()["issued"], "2026-03-05")

    def test_040_what_was_registered_twice_before_becomes_one_and_that_is_said(self):
        writings = {"合〔2026〕1号": "机密", "合甲": "机密", "合乙": "绝密"}
        for number, level in writings.items():
            self.ask("zhaomin", "POST", "/v1/documents", {"number": number, "title": "x", "level": level, "period": "1y"}, status=201)
        self.gate.stop()
        with sqlite3.connect(os.path.join(self.gate.registry, "registry.db")) as database:
            for number, as_typed in (("合甲", "合[2026]1号"), ("合乙", "合（2026）１号")):
                database.execute("UPDATE documents SET number = ?, number_key = ? WHERE number = ?",
                                 (as_typed, " " + as_typed, number))
        database.close()
        self.gate.start()
        # 绝密 is no 机密: an officer has to say what they are. The two of 机密 could be one beside it.
        self.assertEqual(self.ask("zhaomin", "GET", path_of("合（2026）１号")).json()["level"], "top-secret")
        for number in ("合〔2026〕1号", "合[2026]1号"):
            document = self.ask("zhaomin", "GET", path_of(number)).json()
            self.assertEqual((document["number"], document["other_numbers"]), ("合〔2026〕1号", ["合[2026]1号"]))
        joined = self.ask("qianjin", "GET", "/v1/audit?what=document.joined").json()["entries"]
        self.assertEqual([(e["subject"], e["details"]["number"]) for e in joined], [("document:合〔2026〕1号", "合[2026]1号")])
        self.assertIn("合[2026]1号 is now 合〔2026〕1号", self.gate.read_log())
        self.assertIn("two documents have one number", self.gate.read_log())


class Time(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gate = Gateway(testing.Settings.build, testing.Settings.folder, program="tests/imprimaturd-killable")
        cls.gate.set_clock("2026-11-23 09:00")
        cls.gate.start()
        cls.addClassCleanup(cls.gate.stop)
        sample = os.path.join(os.path.dirname(__file__), "../../support/documents/notice.txt")
        cls.notice = os.path.join(testing.Settings.folder, "notice.pdf")
        subprocess.run([os.path.join(testing.Settings.build, "tests/typeset"), sample, cls.notice], check=True)

    def ask(self, *words, status=200, **more):
        answer = self.gate.ask(*words, **more)
        self.assertEqual(answer.status, status, answer)
        return answer

    def table(self, account, kind, text):
        return self.ask(account, "POST", f"/v1/imports/{kind}", text.encode()).json()

    def events(self, what):
        return self.ask("qianjin", "GET", f"/v1/audit?what={what}").json()["entries"]

    def text_of(self, pdf):
        path = os.path.join(testing.Settings.folder, "sheet.pdf")
        with open(path, "wb") as file:
            file.write(pdf)
        return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout

    # Tables that are brought

    def test_010_people_are_entered_all_or_none(self):
        head = "账号,姓名,部门,职责,保密协议日期,培训日期\r\n"
        rows = [f"{p.account},{p.full_name},{p.department},{'；'.join(p.roles)},2026-01-05,2026-06-01\r\n"
                for p in people.STAFF]
        wrong = (head + "".join(rows) + "wu/di,吴迪,办公室,user,,\r\nliming,李明,综合科,user,,\r\n"
                 + "zhou2,周二,办公室,皇帝,,\r\nzhou3,周三,办公室,user,2026-02-30,\r\n,无名,,,,\r\n")
        said = self.table("root", "people", wrong)
        self.assertEqual(said["entered"], 0)
        named = [(m["line"], m["column"]) for m in said["mistakes"]]
        self.assertEqual(named, [(9, "账号"), (10, "账号"), (11, "职责"), (12, "保密协议日期"), (13, "账号")])
        self.assertEqual(len(self.ask("root", "GET", "/v1/people").json()["people"]), 1, "only the first administrator")
        said = self.table("root", "people", head + "".join(rows))
        self.assertEqual((said["entered"], said["mistakes"]), (len(people.STAFF), []))
        self.assertEqual(self.ask("liming", "GET", "/v1/whoami").json()["full_name"], "李明")
        self.assertEqual(self.table("root", "people", head + rows[0])["mistakes"][0]["line"], 2, "already entered")

    def test_011_only_who_may_enters_by_table(self):
        self.ask("liming", "POST", "/v1/imports/documents", DOCUMENTS.encode(), status=403)
        self.ask("zhaomin", "POST", "/v1/imports/people", b"x", status=403)

    def test_012_every_bad_row_is_named_and_nothing_is_registered(self):
        wrong = (DOCUMENTS + "甲1号,又一份,机密,,,,,,,\r\n"      # 7: the number stands on line 2
                 "乙1号,密级不对,超密,,,,,,,\r\n"                # 8
                 "乙2号,日期不对,秘密,,2026-02-30,,,,,\r\n"      # 9
                 "乙3号,期限太长,秘密,40年,2026-11-20,,,,,\r\n"  # 10
                 "乙4号,没有此人,秘密,,,,,,不存在,\r\n"          # 11
                 "乙5号,没有此类,秘密,,,乱写,,,,\r\n"            # 12
                 ",没有文号,秘密,,,,,,,\r\n"                     # 13
                 "乙6号,格太多,秘密,,,,,,,,,多\r\n")             # 14
        said = self.table("zhaomin", "documents", wrong)
        self.assertEqual(said["entered"], 0)
        self.assertEqual([(m["line"], m["column"]) for m in said["mistakes"]],
                         [(7, "文号"), (8, "密级"), (9, "制发日期"), (10, "保密期限"), (11, "正本保管人"), (12, "类别"),
                          (13, "文号"), (14, "")])
        self.assertIn("超密", said["mistakes"][1]["sentence"])
        self.assertEqual(self.ask("zhaomin", "GET", "/v1/documents").json()["documents"], [])
        self.assertEqual(self.events("document.registered"), [])

    def test_013_headings_that_are_none_are_named(self):
        said = self.table("zhaomin", "documents", "文号,标题,密级,密级,颜色\r\n1,2,秘密,秘密,红\r\n")
        self.assertEqual([(m["line"], m["column"]) for m in said["mistakes"]], [(1, "密级"), (1, "颜色")])
        said = self.table("zhaomin", "documents", "标题,密级\r\n通知,秘密\r\n")
        self.assertEqual([m["column"] for m in said["mistakes"]], ["文号"])
        for text in ("", "文号,标题\r\n", "文号,\"标题\r\n"):
            self.ask("zhaomin", "POST", "/v1/imports/documents", text.encode(), status=400)
        self.ask("zhaomin", "POST", "/v1/imports/documents", "文号,标题\n".encode("gb18030") + b"1,2\n", status=400)

    def test_014_a_table_registers_all_its_rows_and_text_stays_text(self):
        said = self.table("zhaomin", "documents", DOCUMENTS)
        self.assertEqual((said["entered"], said["mistakes"]), (4, []))
        first = self.ask("zhaomin", "GET", path_of("甲1号")).json()
        self.assertEqual((first["level"], first["period"], first["keeper_original"], first["keeper_duplicate"]),
                         ("secret", "1y", "zhaomin", "wanghua"))
        self.assertEqual(first["scope"], ["liming", "组织部"])
        self.assertEqual(self.ask("zhaomin", "GET", path_of("甲2号")).json()["title"], "逗号,引号\"和\n换行")
        self.assertEqual(self.ask("zhaomin", "GET", path_of("甲3号")).json()["title"], "=cmd|'/c calc'!A1")
        self.assertEqual(len(self.events("documents.imported")), 1)

    def test_015_without_a_category_the_level_must_be_said(self):
        said = self.ask("zhaomin", "POST", "/v1/documents", {"number": "无级", "title": "x"}, status=400).json()
        self.assertIn("level", said["sentence"])

    # What the register says, and what ends soon

    def test_020_the_register_of_documents_can_be_searched_and_printed(self):  # K1–K3, K10: P5.5, P7.3
        sheet = self.ask("zhaomin", "GET", "/v1/registers/documents?level=" + quoted("机密"), language="zh").json()
        rows = sheet["tables"][0]["rows"]
        self.assertEqual(len(rows), 1)
        self.assertIn("机密★1年\n拟定，待定密责任人确定", rows[0])
        self.gate.set_level("甲1号")
        rows = self.ask("zhaomin", "GET", "/v1/registers/documents?level=" + quoted("机密"),
                        language="zh").json()["tables"][0]["rows"]
        for word in ("甲1号", "年度计划", "机密★1年\n王华定密", "2026-11-20", "2027-11-20", "综合科", "赵敏\n王华"):
            self.assertIn(word, rows[0])
        text = self.text_of(self.ask("zhaomin", "GET", "/v1/registers/documents?format=pdf", language="zh").body)
        for word in ("文件登记簿", "甲1号", "=cmd", "<b>粗</b>", "第 1 页"):
            self.assertIn(word, text)
        self.ask("liming", "GET", "/v1/registers/documents", status=403)

    def test_021_what_ends_soon_is_listed_for_those_whom_it_concerns(self):  # K3: P7.3
        self.assertEqual(self.ask("zhaomin", "GET", "/v1/endings").json()["endings"], [])
        self.gate.set_clock("2027-11-01 09:00")
        endings = self.ask("zhaomin", "GET", "/v1/endings").json()["endings"]
        self.assertEqual([(e["document"]["number"], e["ends"], e["days_left"]) for e in endings],
                         [("甲1号", "2027-11-20", 19)])
        self.assertEqual(len(self.ask("sunyue", "GET", "/v1/endings").json()["endings"]), 0)
        self.ask("zhaomin", "GET", "/v1/endings?within=x", status=400)

    # The day itself

    def test_030_on_the_day_it_is_declassified_by_itself(self):  # K3: P7.3, P11.期限, P14.9, L.24
        self.gate.set_clock("2027-11-19 23:59")
        self.gate.look_again()
        self.assertEqual(self.ask("zhaomin", "GET", path_of("甲1号")).json()["state"], "active")
        self.gate.set_clock("2027-11-20 00:00")
        end = time.monotonic() + 40  # nobody has to tell it
        while self.ask("zhaomin", "GET", path_of("甲1号")).json()["state"] != "declassified":
            self.assertLess(time.monotonic(), end)
            time.sleep(1)
        entries = self.events("document.declassified")
        self.assertEqual([e["subject"] for e in entries], ["document:甲1号"])
        self.assertIn("L.24", entries[0]["clauses"])
        self.assertEqual(entries[0]["details"]["why"], "period")
        self.assertTrue(self.ask("qianjin", "GET", "/v1/audit/verify").json()["is_sound"])

    def test_031_what_ended_while_it_was_down_is_caught_up_at_the_start(self):  # P7.3
        self.gate.stop(signal.SIGKILL)
        self.gate.set_clock("2029-06-01 08:00")
        self.gate.start()
        self.assertEqual(self.ask("zhaomin", "GET", path_of("甲2号")).json()["state"], "declassified")
        self.assertEqual(self.ask("zhaomin", "GET", path_of("甲3号")).json()["state"], "active", "an event")

    def test_032_the_list_and_the_notice_come_out(self):
        sheet = self.ask("zhaomin", "GET", "/v1/registers/declassified?from=2027-01-01&to=2027-12-31",
                         language="zh").json()
        self.assertEqual([row[2] for row in sheet["tables"][0]["rows"]], ["甲1号"])
        rows = self.ask("zhaomin", "GET", "/v1/registers/declassified", language="zh").json()["tables"][0]["rows"]
        self.assertEqual([(row[1], row[2]) for row in rows], [("2027-11-20", "甲1号"), ("2028-02-29", "甲2号")])
        notice = "/v1/registers/declassification-notice?document="
        text = self.text_of(self.ask("zhaomin", "GET", notice + quoted("甲1号") + "&format=pdf", language="zh").body)
        for word in ("解密通知", "甲1号", "机密★1年", "2027-11-20", "L.24", "期满自行解密"):
            self.assertIn(word, text.replace(" ", "") if word == "解密通知" else text)
        self.ask("zhaomin", "GET", notice + quoted("甲3号"), status=409)
        self.ask("zhaomin", "GET", notice + "none", status=404)

    def test_033_what_its_period_waited_for_is_said_by_the_officer(self):
        self.gate.set_level("甲3号")
        self.gate.set_level("甲3号", state="declassified")
        self.assertEqual(self.events("document.declassified")[-1]["details"]["why"], "review")
        for change in ({"state": "active"}, {"state": "frozen"}):
            self.ask("zhaomin", "PATCH", path_of("甲3号"), change, status=409)
        again = {"level": "top-secret", "period": "30y"}
        self.ask("zhaomin", "PATCH", path_of("甲3号"), again, status=403)
        self.ask("wanghua", "POST", path_of("甲3号") + "/level", again, status=409)

    # Excerpts

    def test_040_an_excerpt_needs_the_agreement_and_takes_level_and_period(self):  # K37, K8: P7.5
        self.ask("zhaomin", "POST", "/v1/documents", {"number": "源1", "title": "源", "level": "机密", "period": "10y",
                 "issued": "2029-06-01", "scope": ["liming", "zhaomin"]}, status=201)
        self.gate.set_level("源1")
        body = {"number": "摘1", "title": "要点", "action": "excerpt", "sources": ["源1"]}
        said = self.ask("zhaomin", "POST", "/v1/derivations", body, status=403).json()
        self.assertIn("P7.5", said["sentence"])
        request = self.ask("zhaomin", "POST", "/v1/requests", {"document": "源1", "count": 2, "action": "excerpt",
                           "recipients": ["zhaomin", "zhaomin"]}, status=201).json()
        self.ask("wanghua", "POST", f"/v1/requests/{request['id']}/approvals", {"verdict": "agree"})
        for less in ({"level": "秘密"}, {"period": "9y"}, {"scope": ["liming", "sunyue"]}):
            said = self.ask("zhaomin", "POST", "/v1/derivations", {**body, **less}, status=403).json()
            self.assertIn("P7.5", said["sentence"], less)
        refusals = self.events("document.derivation-refused")
        self.assertEqual(len(refusals), 4)
        for entry in refusals:
            self.assertIn("P7.5", entry["clauses"])
        made = self.ask("zhaomin", "POST", "/v1/derivations", body, status=201).json()
        self.assertEqual((made["level"], made["period"], made["scope"]), ("secret", "10y", ["liming", "zhaomin"]))
        self.assertEqual(self.ask("zhaomin", "GET", path_of("摘1")).json()["derived_from"], ["源1"])
        self.assertEqual(self.ask("zhaomin", "GET", path_of("源1")).json()["derived"], ["摘1"])
        self.ask("zhaomin", "PATCH", path_of("摘1"), {"level": "秘密"}, status=403)
        self.ask("zhaomin", "PATCH", path_of("摘1"), {"period": "1y"}, status=403)
        self.ask("zhaomin", "PATCH", path_of("源1"), {"level": "绝密"})
        self.assertEqual(self.ask("zhaomin", "GET", path_of("摘1")).json()["level"], "top-secret")

    # Rules that change

    def test_050_a_request_goes_on_under_its_rules_and_says_so_also_after_a_restart(self):
        self.ask("zhaomin", "POST", "/v1/documents", {"number": "规1", "title": "规", "level": "机密"}, status=201)
        self.gate.set_level("规1")
        self.ask("zhaomin", "PUT", path_of("规1") + "/file", open(self.notice, "rb").read())
        request = self.ask("zhaomin", "POST", "/v1/requests",
                           {"document": "规1", "count": 1, "recipients": ["zhaomin"]}, status=201).json()
        self.assertEqual(request["policy_note"], "")
        rules = os.path.join(self.gate.policies, "07.toml")
        kept = open(rules, "rb").read()
        with open(rules, "ab") as file:
            file.write(b'\n[[rule]]\nlevels = ["secret"]\nactions = ["print"]\nforbidden = true\n'
                       b'clause = "P7.3"\ncapability = "K5"\n')
        self.gate.look_again()
        place = f"/v1/requests/{request['id']}"
        for _ in range(2):
            seen = self.ask("wanghua", "GET", place).json()
            self.assertEqual(seen["policy"], request["policy"])
            self.assertIn(request["policy"], seen["policy_note"])
            self.assertEqual(seen["steps"][0]["clause"], "P7.13.1", "still asked, not forbidden")
            self.gate.stop()
            self.gate.start()
        granted = self.ask("wanghua", "POST", place + "/approvals", {"verdict": "agree"}).json()
        self.assertEqual(granted["state"], "granted")
        refused = self.ask("zhaomin", "POST", "/v1/requests",
                           {"document": "规1", "count": 1, "recipients": ["zhaomin"]}, status=403).json()
        self.assertIn("P7.3", refused["sentence"])
        with open(rules, "wb") as file:
            file.write(kept)
        self.gate.look_again()

    def test_051_a_mistake_in_the_rules_is_logged_with_file_line_and_what_is_expected(self):
        rules = os.path.join(self.gate.policies, "07.toml")
        kept = open(rules, "rb").read()
        with open(rules, "ab") as file:
            file.write("\n[[level]]\nlevels = [\"sercet\"]\nset_by = [\"approver\"]\nclause = \"P7.3\"\n"
                       "capability = \"K1\"\n".encode())
        line = kept.count(b"\n") + 3
        before = self.ask("liming", "GET", "/v1/policy").json()["edition"]
        self.gate.look_again()
        log = self.gate.read_log()
        self.assertIn("policies unchanged", log)
        self.assertIn(f"07.toml:{line}", log)
        self.assertIn("sercet", log)
        self.assertIn("top-secret", log, "what is expected")
        self.assertEqual(self.ask("liming", "GET", "/v1/policy").json()["edition"], before)
        with open(rules, "wb") as file:
            file.write(kept)
        self.gate.look_again()


if __name__ == "__main__":
    testing.main()
