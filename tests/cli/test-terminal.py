#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress bar, and what happens on Ctrl+C: test-terminal.py PROGRAM SOURCE_FOLDER."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import tap
from tap import check, run, tone_file

LONG_S = 1800


class Terminal:
    """The program with a terminal of 60 columns for its standard error."""

    def __init__(self, *arguments, env=None):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        environment = {**os.environ, "TERM": "xterm", **(env or {})}
        self.process = subprocess.Popen([tap.PROGRAM, *arguments], stderr=slave, stdout=subprocess.DEVNULL,
                                        env=environment, preexec_fn=tap.default_signals)
        os.close(slave)
        self.shown = b""

    def read(self, timeout):
        """Takes in what is shown next; False at the end."""
        if select.select([self.master], [], [], timeout)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:  # the program has closed the terminal
                data = b""
            self.shown += data
            return data != b""
        return self.process.poll() is None

    def wait_for(self, pattern, seconds=60):
        end = time.monotonic() + seconds
        while not re.search(pattern, self.shown):
            assert time.monotonic() < end and self.read(0.2), f"not shown: {pattern!r} in {self.shown[-300:]!r}"

    def finish(self):
        while self.read(1):
            pass
        os.close(self.master)
        return self.process.wait(60)


def long_file(path):
    """Half an hour that is quickly written: a second of notes, over and over."""
    tone_file("second.wav", 1)
    with open("second.wav", "rb") as file:
        data = file.read()[44:] * LONG_S
    form = struct.pack("<HHIIHH", 3, 1, tap.RATE, 4 * tap.RATE, 4, 32)
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", len(data) + 36) + b"WAVEfmt " + struct.pack("<I", 16) + form)
        file.write(b"data" + struct.pack("<I", len(data)) + data)
    os.unlink("second.wav")


def test_bar():
    tone_file("a.wav", 20)
    terminal = Terminal("transcribe", "a.wav")
    assert terminal.finish() == 0
    assert re.search(rb"\r\[[#.]{24}\] +\d+ % a\.wav\x1b\[K", terminal.shown), terminal.shown
    # it is wiped away before the line that stays
    assert re.search(rb"\r\x1b\[Ka\.wav -> a\.mid \(\d+ tracks?, \d+ notes?\)\r\n$", terminal.shown), terminal.shown


def test_bar_fits():
    name = "\u7b1b" * 40 + ".wav"
    tone_file(name, 2)
    tone_file("b.wav", 2)
    terminal = Terminal("transcribe", name, "b.wav", "missing.wav")
    assert terminal.finish() == 1
    bars = re.findall(rb"\r(\[[#.]{24}\][^\x1b\r]*)\x1b\[K", terminal.shown)
    assert bars
    for bar in bars:
        text = bar.decode("utf-8")
        assert len(text) + text.count("\u7b1b") < 60, text
    assert b"(1/3)" in bars[0] and b"(3/3)" in bars[-1]
    assert b"\r\x1b[Kcoloratura-cli: missing.wav: no such file\r\n" in terminal.shown, terminal.shown


def test_no_bar():
    tone_file("a.wav", 2)
    for arguments, environment in ((["--quiet"], {}), ([], {"TERM": "dumb"})):
        terminal = Terminal("transcribe", "a.wav", *arguments, env=environment)
        assert terminal.finish() == 0
        assert b"[" not in terminal.shown and b"%" not in terminal.shown, terminal.shown
    result = run("transcribe", "a.wav")
    check(result, 0)
    assert re.fullmatch(rb"a\.wav -> a\.mid \(.*\)\n", result.stderr), result.stderr


def stop_with(number):
    tone_file("first.wav", 1)
    long_file("long.wav")
    with open("long.mid", "wb") as file:
        file.write(b"older")
    terminal = Terminal("transcribe", "first.wav", "long.wav", "third.wav")
    terminal.wait_for(rb" [1-9]\d? % \(2/3\) ")
    terminal.process.send_signal(number)
    assert terminal.finish() == 130
    assert terminal.shown.endswith(b"\r\x1b[Kcoloratura-cli: long.wav: cancelled\r\n"), terminal.shown[-200:]
    # the one before is done, of this one and those after there is nothing
    assert sorted(os.listdir(".")) == ["first.mid", "first.wav", "long.mid", "long.wav"]
    with open("long.mid", "rb") as file:
        assert file.read() == b"older"


def test_interrupt():
    stop_with(signal.SIGINT)


def test_terminate():
    stop_with(signal.SIGTERM)


def test_hang_up():
    stop_with(signal.SIGHUP)


def test_ignored_signals_stay_ignored():
    """As under nohup."""
    tone_file("a.wav", 20)

    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    process = subprocess.Popen([tap.PROGRAM, "transcribe", "a.wav", "--quiet"], preexec_fn=ignore)
    process.send_signal(signal.SIGHUP)
    assert process.wait(60) == 0


def test_closed_pipe():
    """A reader that goes away is a failed output, not the end of the program."""
    tone_file("a.wav", 1)
    tone_file("b.wav", 1)
    read_end, write_end = os.pipe()
    os.close(read_end)
    result = run("transcribe", "a.wav", "-o", "/dev/stdout", stdout=write_end)
    os.close(write_end)
    check(result, 1, "/dev/stdout: writing failed")


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
