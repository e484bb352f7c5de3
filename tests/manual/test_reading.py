#!/usr/bin/env python3
"""The reader of the manual notices what is wrong with a page. No server."""
import os
import pathlib
import tempfile
import unittest

import page
import prose
import reader
import shell
import told

_ROOT = pathlib.Path(__file__).resolve().parents[2]


class Reading(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        home = pathlib.Path(self._folder.name, "home")
        home.mkdir()
        self._bash = shell.Shell(str(home), dict(os.environ, LC_ALL="C.UTF-8"))
        self._reader = reader.Reader(self._bash, _ROOT, [("/home/me", str(home))])

    def tearDown(self):
        self._bash.close()
        self._folder.cleanup()

    def read(self, text):
        reader.read_page(text, self._reader)

    def refuse(self, text, because):
        with self.assertRaisesRegex(reader.Wrong, because):
            self.read(text)

    def test_what_is_typed_keeps_folder_and_variables(self):
        self.read("```sh\nmkdir a && cd a\nx=1\n```\n\n```console\n$ echo $x; pwd\n1\n/home/me/a\n```\n")

    def test_an_output_that_does_not_come_is_noticed(self):
        self.refuse("```console\n$ echo one\ntwo\n```\n", "line 1: .*shows")
        self.refuse("```sh\necho one\n```\n\n```text\none\ntwo\n```\n", "line 5: ")
        self.refuse("```console\n$ echo one\n```\n", "line 1: ")

    def test_an_exit_code_that_is_not_told_is_noticed(self):
        self.refuse("```sh\nfalse\ntrue\n```\n", "ended with 1, and not with 0")
        self.refuse("<!-- exit: 3 -->\n```sh\ntrue\n```\n", "ended with 0, and not with 3")
        self.read("<!-- exit: 1 -->\n```sh\ntrue\nfalse\n```\n")

    def test_a_block_that_nothing_is_done_with_is_noticed(self):
        self.refuse("```yaml\na: b\n```\n", "neither run nor said why not")
        self.refuse("<!-- not run:  -->\n```yaml\na: b\n```\n", "no reason")
        self.refuse("<!-- tested: nowhere -->\n```yaml\na: b\n```\n", "no test of tests/docker")
        self.read("<!-- not run: docker -->\n```yaml\na: b\n```\n")

    def test_a_variable_that_does_not_exist_is_noticed(self):
        self.refuse("<!-- not run: docker -->\n```yaml\nHEADSTART_NOTHING: 1\n```\n", "has no HEADSTART_NOTHING")
        self.read("<!-- not run: docker -->\n```yaml\nHEADSTART_URL_FILE: 1\n```\n")

    def test_files_are_written_where_the_page_says(self):
        self.read("```sql\n-- a.sql\nSELECT 1;\n```\n\n```console\n$ cat a.sql\n-- a.sql\nSELECT 1;\n```\n")
        self.read("<!-- file: b.sql -->\n```sql\n-- header\n-- migrate:up\n```\n\n"
                  "<!-- file: b*.sql -->\n```sql\n-- migrate:up\nSELECT 2;\n```\n\n"
                  "<!-- shows: b.sql -->\n```sql\n-- header\n-- migrate:up\nSELECT 2;\n```\n")

    def test_a_setting_takes_the_place_of_its_comment(self):
        self.read("```sh\nprintf '# a = 1\\n[t]\\n' >s.toml\n```\n\n<!-- set in: s.toml -->\n```toml\na = 2\nb = 3\n```\n\n"
                  "```console\n$ cat s.toml\nb = 3\na = 2\n[t]\n```\n")

    def test_an_id_is_the_same_one_in_the_whole_page(self):
        self.read("```console\n$ echo 0123456789ab\naaaaaaaaaaaa\n$ echo aaaaaaaaaaaa\naaaaaaaaaaaa\n```\n")
        self.refuse("```console\n$ echo ba9876543210\naaaaaaaaaaaa\n```\n", "and was 0123456789ab before")
        self.refuse("```console\n$ echo 0123456789ab\nbbbbbbbbbbbb\n```\n", "are the same revision")


class Texts(unittest.TestCase):
    def test_times_and_durations_may_differ_and_words_may_not(self):
        names = told.Names()
        self.assertIsNone(told.difference("info    done in 41 ms", "2026-01-02 03:04:05.678 info    done in 1.2 s", names))
        self.assertIsNotNone(told.difference("info    done in 41 ms", "info    gone in 41 ms", names))

    def test_a_gap_stands_for_any_lines(self):
        for got in ("a\nz", "a\nb\nz", "a\nb\nc\nz"):
            self.assertIsNone(told.difference("a\n…\nz", got, told.Names()))
        self.assertIsNotNone(told.difference("a\n…\nz", "a\nb", told.Names()))

    def test_a_command_may_have_several_lines(self):
        self.assertEqual(shell.commands_of("a \\\n  b\n# c\nfor i in 1; do\n  d\ndone\ncat <<X\ne\nX\n"),
                         ["a \\\n  b", "for i in 1; do\n  d\ndone", "cat <<X\ne\nX"])

    def test_a_block_without_end_is_noticed(self):
        with self.assertRaisesRegex(ValueError, "line 2"):
            page.blocks_of("text\n```sh\ntrue\n")

    def test_prose_speaks_of_what_there_is(self):
        helps = {("upgrade",): "--sql  write it", ("database",): "", ("database", "create"): "--yes"}
        problems = prose.problems_of("`headstart upgrade --sql`, `headstart database\ncreate --yes`, `headstart nothing`, "
                                     "`headstart upgrade --sq`", lambda words: helps.get(tuple(words)))
        self.assertEqual(problems, ["`headstart nothing`: there is no such command", "`headstart upgrade --sq`: it has no --sq"])


if __name__ == "__main__":
    unittest.main()
