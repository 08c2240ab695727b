"""The main job of a real office, scene by scene: each builds on the one before."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from office import testing  # noqa: E402
from office.office import Office  # noqa: E402
from story import Story  # noqa: E402


class TheMainJob(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = Office(testing.Settings.build, testing.Settings.folder)
        cls.addClassCleanup(cls.office.__exit__)
        cls.office.__enter__()
        cls.story = Story(cls.office, testing.Settings.build)

    def test_01_a_document_is_registered(self):
        self.story.write_documents()
        self.story.register()

    def test_02_without_a_grant_the_job_is_held_and_lpstat_names_the_clause(self):
        self.story.print_without_grant()

    def test_03_a_grant_lets_the_job_go_on_by_itself(self):  # K31: P9.1.2, the office has no network but its loopback
        self.story.grant_three()

    def test_04_every_copy_has_its_own_number_level_serial_and_recipient_on_every_page(self):
        self.story.look_at_copies()

    def test_05_a_fourth_copy_is_refused_with_the_clause(self):
        self.story.fourth_is_refused()

    def test_051_no_page_option_makes_it_another_document(self):
        self.story.two_on_a_sheet_are_held()
        self.story.no_page_option_hides_it()

    def test_06_an_unregistered_document_is_treated_as_the_policy_says(self):
        self.story.unregistered_is_internal()

    def test_07_a_scan_of_copy_two_becomes_copy_four_after_the_same_approval(self):
        self.story.copy_of_a_copy()

    def test_08_copy_record_and_issue_register_come_out_as_pdf(self):
        self.story.registers()

    def test_09_a_photo_of_copy_three_tells_its_story(self):
        self.story.trace()

    def test_10_a_torn_scrap_without_a_code_tells_its_copy_in_a_signed_report(self):
        self.story.trace_scrap()

    def test_11_a_photocopy_without_its_codes_is_known_as_a_copy_by_its_dots(self):
        self.story.copy_without_corner()

    def test_12_the_log_verifies(self):
        self.story.audit()


if __name__ == "__main__":
    testing.main()
