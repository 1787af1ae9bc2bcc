#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every option does and refuses: test-options.py PROGRAM SOURCE_FOLDER."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import tap
from tap import check, read_table, run, tone_file


def stats_of(*arguments):
    result = run("transcribe", "--stats", *arguments)
    check(result, 0)
    return json.loads(result.stdout)


def table_of(*arguments):
    check(run("transcribe", "in.wav", "--csv", "out.csv", *arguments), 0)
    return read_table("out.csv")


def demo_table(*arguments):
    check(run("transcribe", tap.DEMO, "--csv", "demo.csv", "--duration", "6", *arguments), 0)
    return read_table("demo.csv")


def test_version():
    result = run("--version")
    check(result, 0)
    assert result.stdout.startswith(b"coloratura-cli "), result.stdout
    assert not result.stderr


def test_help():
    for arguments in (["--help"], ["transcribe", "--help"]):
        result = run(*arguments)
        check(result, 0)
        for option in ("-o", "--csv", "--chords", "--key", "--note-names", "--musicxml", "--jianpu", "--transposed", "--stems", "--stems-format", "--tracks", "--onset", "--frame", "--repetition", "--min-length",
                       "--pitch-range", "--beats", "--tempo", "--quantise", "--memory", "--percussion", "--threads", "--start", "--stream", "--duration", "--stats", "--quiet", "--version"):
            assert option.encode() in result.stdout, option
        assert b"--weights" not in result.stdout
        assert max(len(line) for line in result.stdout.splitlines()) < 80


def test_manual_names_every_option():
    with open(os.path.join(tap.SOURCE, "app", "coloratura-cli.1"), encoding="utf-8") as file:
        manual = file.read().replace("\\-", "-")
    for option in run("--help").stdout.decode().split():
        if option.startswith("--"):
            assert option.rstrip(",") in manual, option


def test_help_to_a_full_disk():
    with open("/dev/full", "wb") as full:
        check(run("--help", stdout=full), 1)


def test_usage_errors():
    tone_file("in.wav", 0.5)
    cases = {
        "": "no command (see --help)",
        "transcribe": "no recording named (see --help)",
        "play in.wav": "play: no such command (see --help)",
        "transcribe in.wav --colour": "--colour: no such option (see --help)",
        "transcribe in.wav -x": "-x: no such option (see --help)",
        "transcribe in.wav --stats=1": "--stats=1: takes no value",
        "transcribe in.wav -o": "-o: a value is missing",
        "transcribe in.wav --tracks": "--tracks: a value is missing",
        "transcribe in.wav -o same --csv same": "same: cannot be two results at once",
        "transcribe in.wav --chords same --csv same": "same: cannot be two results at once",
        "transcribe in.wav --musicxml same --csv same": "same: cannot be two results at once",
        "transcribe in.wav --jianpu same --csv same": "same: cannot be two results at once",
    }
    for arguments, message in cases.items():
        result = run(*arguments.split())
        check(result, 2, message)
        assert not result.stdout
    assert os.listdir(".") == ["in.wav"]


def test_values_refused():
    tone_file("in.wav", 0.5)
    cases = {
        "--tracks": ["0", "65", "-1", "two", "2.5", "", "3x", " 3", "99999999999"],
        "--onset": ["0", "1", "-0.5", "1.5", "nan", "inf", "0,5", "0.5x", "", "0x1p-1", "1e-60", "."],
        "--frame": ["0", "1", "nan", "0,5", "1e400"],
        "--repetition": ["-1.1", "1.5", "nan", "", "never"],
        "--min-length": ["-1", "10001", "nan", "12ms", "inf"],
        "--pitch-range": ["", "60", "60:", ":60", "60:50", "23:60", "60:108", "H2:C4", "C2-B6", "C:D", "1:2:3",
                          "C2:B6x", "\u266d:C4"],
        "--tempo": ["0", "39", "241", "nan", "fast"],
        "--quantise": ["", "16", "1/0", "1/3", "1/64", "1/", "1/8x", "1/8tt", "automatic", "2/4"],
        "--threads": ["0", "-1", "257", "two", "1.5"],
        "--start": ["-1", "nan", "1:30", "inf", "", "1e9"],
        "--stream": ["0", "-1", "1.5", "first", ""],
        "--duration": ["0", "-1", "nan", "inf", "ten"],
        "-o": [""],
        "--stems": [""],
        "--stems-format": ["", "mp3", "FLAC"],
        "--csv": [""],
        "--chords": [""],
        "--key": ["", "H", "Eb lydian", "Automatic", "D# major", "c\u266e"],
        "--note-names": ["", "Key", "english", "do"],
        "--musicxml": [""],
        "--percussion": ["", "on", "Auto"],
        "--jianpu": [""],
        "--weights": [""],
    }
    for option, values in cases.items():
        for value in values:
            result = run("transcribe", "in.wav", option, value)
            check(result, 2)
            assert result.stderr.startswith(f'coloratura-cli: {option} "{value}": '.encode()), result.stderr
    assert os.listdir(".") == ["in.wav"]


def test_value_on_one_line():
    check(run("transcribe", "x", "--onset", b"a\nb\xff\\"), 2, '--onset "a\\nb\\xff\\\\": not a number between 0 and 1')


def test_output_file():
    tone_file("in.wav")
    result = run("transcribe", "in.wav", "-o", "sub.mid")
    check(result, 0)
    assert not result.stdout
    assert result.stderr.startswith(b"in.wav -> sub.mid ("), result.stderr
    tap.midi_tracks("sub.mid")
    assert sorted(os.listdir(".")) == ["in.wav", "sub.mid"]


def test_default_output():
    os.mkdir("there")
    tone_file("there/in.tar.wav")
    check(run("transcribe", "there/in.tar.wav"), 0)
    assert sorted(os.listdir(".")) == ["in.tar.mid", "there"]
    assert os.listdir("there") == ["in.tar.wav"]


def test_csv_alone():
    tone_file("in.wav")
    rows = table_of()
    assert sorted(os.listdir(".")) == ["in.wav", "out.csv"]
    for onset, offset, midi, track, velocity, confidence in rows:
        assert 0 <= onset < offset <= 2.1 and 24 <= midi <= 107 and track >= 1
        assert 1 <= velocity <= 127 and 0 <= confidence <= 1


def test_csv_and_midi_agree():
    check(run("transcribe", tap.DEMO, "--duration", "6", "-o", "a.mid", "--csv", "a.csv"), 0)
    rows = read_table("a.csv")
    tracks, notes = tap.midi_tracks("a.mid")
    assert notes == len(rows)
    assert tracks == max((int(row[3]) for row in rows), default=0)


def test_beats():
    """The demo is a waltz at 96, whose first bar begins at 0.25 s."""
    check(run("transcribe", tap.DEMO, "-o", "a.mid", "--csv", "a.csv", "--beats"), 0)
    with open("a.csv", encoding="ascii") as file:
        lines = file.read().splitlines()
    assert lines[0] == tap.HEADER + ",bar,beat", lines[0]
    rows = [[float(field) for field in line.split(",")] for line in lines[1:]]
    for row in rows:
        beats = (row[0] - 0.25) / 0.625
        assert abs(3 * (row[6] - 1) + row[7] - 1 - beats) < 0.12, row
    with open("a.mid", "rb") as file:
        data = file.read()
    assert b"\xff\x58\x04\x03\x02" in data and data.count(b"\xff\x51\x03") > 10
    assert tap.midi_tracks("a.mid")[1] == len(rows)


def test_no_beats():
    tap.write_wav("in.wav", [0.0] * 44100)
    result = run("transcribe", "in.wav", "--beats", "-o", "a.mid")
    check(result, 0)
    assert b"in.wav: no beats found\n" in result.stderr, result.stderr
    check(run("transcribe", "in.wav", "--beats", "--quiet"), 0)
    check(run("transcribe", "in.wav", "--tempo", "90", "-o", "b.mid"), 0)
    with open("b.mid", "rb") as file:
        assert b"\xff\x51\x03\x0a\x2c\x2b" in file.read()


def test_quantise():
    for grid in ("auto", "1/8"):
        check(run("transcribe", tap.DEMO, "--csv", "a.csv", "--quantise", grid), 0)
        with open("a.csv", encoding="ascii") as file:
            places = [float(line.split(",")[7]) for line in file.read().splitlines()[1:]]
        assert places
        if grid == "1/8":
            assert all(place * 2 == int(place * 2) for place in places), places
        else:
            assert sum(place * 2 == int(place * 2) for place in places) > 0.95 * len(places), places
    check(run("transcribe", tap.DEMO, "--quantise", "auto", "--chords", "b.csv"), 0)
    with open("b.csv", encoding="ascii") as file:
        beats = [line.split(",")[4] for line in file.read().splitlines()[1:]]
    assert beats and all(beat.endswith(".000") for beat in beats), beats
    check(run("transcribe", tap.DEMO, "--quantise", "auto", "--bends"), 2)


def note_count(score):
    """How many notes begin in a MusicXML document."""
    notes = [note for note in score.iter("note") if note.find("pitch") is not None]
    return sum(all(tie.get("type") != "stop" for tie in note.findall("tie")) for note in notes)


def test_musicxml():
    """The demo is in 3/4 and has three parts; every measure is full."""
    check(run("transcribe", tap.DEMO, "--musicxml", "a.musicxml", "--csv", "a.csv"), 0)
    assert sorted(os.listdir(".")) == ["a.csv", "a.musicxml"]
    score = ElementTree.parse("a.musicxml").getroot()
    assert score.tag == "score-partwise" and score.get("version") == "4.0"
    assert score.findtext("work/work-title") == "demo"
    assert score.findtext("identification/encoding/software").startswith("Coloratura ")
    parts = score.findall("part")
    assert len(parts) == 3 and len({len(part) for part in parts}) == 1
    assert parts[0].findtext("measure/attributes/key/fifths") == "1"
    assert [part.find("measure/harmony") is not None for part in parts].count(True) == 1
    assert score.findtext(".//harmony/root/root-step") == "G"
    assert (parts[0].findtext("measure/attributes/time/beats"), score.findtext(".//beat-type")) == ("3", "4")
    with open("a.csv", encoding="ascii") as file:
        assert note_count(score) == len(file.readlines()) - 1
    # the grid is the one that is asked for
    for grid, shortest in (("1/4", 960), ("1/8", 480)):
        check(run("transcribe", tap.DEMO, "--musicxml", "b.musicxml", "--quantise", grid), 0)
        notes = ElementTree.parse("b.musicxml").getroot().iter("note")
        assert min(int(note.findtext("duration")) for note in notes if note.find("pitch") is not None) == shortest, grid


def test_musicxml_compressed():
    check(run("transcribe", tap.DEMO, "--musicxml", "a.mxl", "--stats"), 0)
    with zipfile.ZipFile("a.mxl") as file:
        assert file.testzip() is None
        assert file.namelist() == ["mimetype", "META-INF/container.xml", "score.musicxml"]
        assert file.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert file.read("mimetype") == b"application/vnd.recordare.musicxml"
        container = ElementTree.fromstring(file.read("META-INF/container.xml"))
        path = container.find("rootfiles/rootfile").get("full-path")
        compressed = file.read(path)
    check(run("transcribe", tap.DEMO, "--musicxml", "a.musicxml"), 0)
    with open("a.musicxml", "rb") as file:
        assert file.read() == compressed


def test_musicxml_without_beats():
    """Silence has none: a bar of rest, and a file all the same."""
    tap.write_wav("in.wav", [0.0] * 44100)
    result = run("transcribe", "in.wav", "--musicxml", "a.musicxml")
    check(result, 0)
    assert b"no beats found" in result.stderr
    score = ElementTree.parse("a.musicxml").getroot()
    assert score.findtext("identification/miscellaneous/miscellaneous-field") == "not known: one beat a second"
    assert [rest.get("measure") for rest in score.iter("rest")] == ["yes"]


def test_jianpu():
    """A document, or an image with the words that stand on it."""
    check(run("transcribe", tap.DEMO, "--jianpu", "a.pdf"), 0)
    assert os.listdir(".") == ["a.pdf"]
    with open("a.pdf", "rb") as file:
        data = file.read()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    check(run("transcribe", tap.DEMO, "--jianpu", "a.svg"), 0)
    image = ElementTree.parse("a.svg").getroot()
    assert image.tag.endswith("svg") and len(list(image.iter())) > 300
    check(run("transcribe", tap.DEMO, "--jianpu", "none/a.pdf"), 1)


def test_key():
    """The demo is in G major."""
    for arguments, event in ((["auto"], b"\xff\x59\x02\x01\x00"), (["F# minor"], b"\xff\x59\x02\x03\x01"),
                             (["E\u266d"], b"\xff\x59\x02\xfd\x00")):
        result = run("transcribe", tap.DEMO, "-o", "a.mid", "--stats", "--key", *arguments)
        check(result, 0)
        with open("a.mid", "rb") as file:
            data = file.read()
        assert data.count(b"\xff\x59\x02") == 1 and event in data
        if arguments == ["auto"]:
            assert result.stderr.endswith(b" notes, G major)\n"), result.stderr
            assert json.loads(result.stdout)["files"][0]["key"] == "G major"
    check(run("transcribe", tap.DEMO, "-o", "a.mid"), 0)
    with open("a.mid", "rb") as file:
        assert b"\xff\x59\x02" not in file.read()


def test_note_names():
    """By the key that is found, G major, or given; without the option there is no such column."""
    for arguments, names in ((["key"], {54: "F#3"}), (["flats"], {54: "Gb3"}), (["key", "--key", "Eb"], {54: "Gb3"}),
                             (["german"], {54: "Fis3", 71: "H4"}), (["solfege"], {54: "Fa#3", 50: "Re3"}),
                             (["numbers"], {54: "7,", 67: "1'", 71: "3'"})):
        check(run("transcribe", tap.DEMO, "--csv", "a.csv", "--note-names", *arguments), 0)
        with open("a.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert list(rows[0])[-1] == "name", rows[0]
        found = {int(row["midi"]): row["name"] for row in rows}
        assert found.items() >= names.items(), (arguments, found)
    check(run("transcribe", tap.DEMO, "--csv", "a.csv"), 0)
    assert read_table("a.csv")  # with the header that there always is


def test_chords():
    """It begins with a bar of G and one of E minor."""
    for beats in ([], ["--beats"]):
        check(run("transcribe", tap.DEMO, "--chords", "a.csv", *beats), 0)
        assert os.listdir(".") == ["a.csv"]
        with open("a.csv", encoding="ascii") as file:
            lines = [line.split(",") for line in file.read().splitlines()]
        assert lines[0] == ["start_s", "end_s", "chord"] + (["bar", "beat"] if beats else []), lines[0]
        assert lines[1][2] == "G" and lines[2][2] == "Em", lines
        for before, line in zip(lines[1:], lines[2:]):
            assert float(line[0]) == float(before[1]) and float(line[1]) > float(line[0])
        if beats:
            assert lines[1][3:] == ["1", "1.000"] and lines[2][3:] == ["2", "1.000"], lines


def test_quiet():
    tone_file("in.wav")
    result = run("transcribe", "in.wav", "--quiet")
    check(result, 0)
    assert not result.stdout and not result.stderr
    check(run("transcribe", "missing.wav", "--quiet"), 1, "missing.wav: no such file")


def test_stats():
    tone_file("in.wav")
    result = run("transcribe", "in.wav", "--stats", "--threads", "1")
    check(result, 0)
    assert result.stdout.count(b"\n") == 1 and result.stdout.endswith(b"\n")
    stats = json.loads(result.stdout)
    assert abs(stats["audio_s"] - 2) < 0.01
    assert set(stats["seconds"]) == {"transform", "network", "notes", "timbre", "tracks", "beats", "hits", "write", "stems",
                                     "total"}
    assert 0 < sum(stats["seconds"].values()) - stats["seconds"]["total"] <= stats["seconds"]["total"]
    assert 1 < stats["peak_memory_mb"] < 4000 and stats["threads"] == 1
    assert stats["processor"] and stats["simd"] in ("scalar", "sse2", "neon", "avx2", "avx512")
    (file,) = stats["files"]
    assert file["input"] == "in.wav" and file["midi"] == "in.mid" and file["csv"] is None
    assert file["chords"] is None and file["key"] is None
    assert (file["tracks"], file["notes"]) == tap.midi_tracks("in.mid") == (stats["tracks"], stats["notes"])


def test_stats_of_several():
    tone_file("in.wav")
    names = ["in.wav", 'quote"back\\slash\n.wav', "missing.wav"]
    os.symlink("in.wav", names[1])
    with open(b"\xff.wav", "wb"):
        pass
    result = run("transcribe", "--stats", "--quiet", *names, b"\xff.wav")
    assert result.returncode == 1
    stats = json.loads(result.stdout)
    assert [file["input"] for file in stats["files"]] == names + ["\ufffd.wav"]
    assert [file["status"] for file in stats["files"]] == ["done", "done", "no such file", "the file is empty"]
    assert abs(stats["audio_s"] - 4) < 0.02


def test_tracks():
    rows = demo_table("--tracks", "2")
    assert {int(row[3]) for row in rows} == {1, 2}
    assert stats_of(tap.DEMO, "--duration", "6", "--tracks", "3")["tracks"] == 3
    assert {int(row[3]) for row in demo_table("--tracks", "1")} == {1}
    assert len(demo_table("--tracks", "auto")) == len(rows)


def test_onset():
    assert len(demo_table("--onset", "0.9")) < len(demo_table("--onset", ".5")) < len(demo_table("--onset", "5e-2"))


def test_frame():
    def sounding(rows):
        return sum(row[1] - row[0] for row in rows)

    assert sounding(demo_table("--frame", "0.6")) < sounding(demo_table("--frame", "0.15"))


def test_repetition():
    never, usual, always = (len(demo_table("--duration", "24", "--repetition", value)) for value in ("-1", "0", "1"))
    assert never <= usual < always, (never, usual, always)
    assert len(demo_table("--duration", "24")) == usual


def test_min_length():
    rows = demo_table("--min-length", "600")
    # a very certain note may be half as short
    assert len(rows) < len(demo_table("--min-length", "0"))
    assert all(row[1] - row[0] > 0.29 for row in rows)


def test_pitch_range():
    for value, low, high in (("60:75", 60, 75), ("C4:D5", 60, 74), ("c#4:eb5", 61, 75), ("B\u266d3:C\u266f5", 58, 73)):
        rows = demo_table("--pitch-range", value)
        assert rows and all(low <= row[2] <= high for row in rows), value
    assert all(row[2] == 74 for row in demo_table("--pitch-range", "74:74"))


def test_threads():
    tables = []
    for n in ("1", "2", "5"):
        demo_table("--threads", n)
        with open("demo.csv", "rb") as file:
            tables.append(file.read())
    assert tables[0] == tables[1] == tables[2]


def test_start_and_duration():
    tone_file("in.wav", 4)
    assert abs(stats_of("in.wav", "--duration", "1.5", "--start", "1")["audio_s"] - 1.5) < 0.02
    assert abs(stats_of("in.wav", "--start", "3")["audio_s"] - 1) < 0.02
    # the order of the two does not matter, and times count from the recording's beginning
    rows = demo_table("--start", "4")
    assert rows and all(3.9 < row[0] < 10.1 for row in rows)
    assert rows == demo_table("--start", "4")


def test_weights():
    tone_file("in.wav", 0.5)
    rows = demo_table()
    assert rows == demo_table("--weights", tap.WEIGHTS)
    check(run("transcribe", "in.wav", "--weights", "in.wav"), 1, "in.wav: the network weights are damaged or from another version")
    check(run("transcribe", "in.wav", "--weights", "none"), 1, "none: no such file")


def test_bends():
    check(run("transcribe", tap.DEMO, "--duration", "6", "-o", "straight.mid"), 0)
    check(run("transcribe", tap.DEMO, "--duration", "6", "-o", "bent.mid", "--bends"), 0)
    assert tap.midi_tracks("straight.mid") == tap.midi_tracks("bent.mid")
    assert os.path.getsize("bent.mid") > os.path.getsize("straight.mid")


def test_locale_with_comma():
    tone_file("in.wav")
    os.mkdir("locales")
    if shutil.which("localedef"):
        command = ["localedef", "-i", "de_DE", "-f", "UTF-8", "locales/de_DE.UTF-8"]
        subprocess.run(command, capture_output=True, check=False)
    if not os.path.isdir("locales/de_DE.UTF-8"):
        raise tap.Skip("no locale with a decimal comma (install the package locales)")
    comma = {"LOCPATH": os.path.abspath("locales"), "LC_ALL": "de_DE.UTF-8"}
    options = ("transcribe", "in.wav", "--onset", "0.4", "--start", "0.25", "--stats", "--csv")
    plain, result = run(*options, "plain.csv"), run(*options, "comma.csv", env=comma)
    check(result, 0)
    assert json.loads(result.stdout)["audio_s"] == json.loads(plain.stdout)["audio_s"] == 1.75
    assert read_table("plain.csv") == read_table("comma.csv")


if __name__ == "__main__":
    tap.main(tap.tests_of(sys.modules[__name__]))
