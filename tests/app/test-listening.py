# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody hears who listens to the demo by real input: everything, one track out of it, its notes, a loop at half
speed. Recorded from a PulseAudio without ears, which is heard by the microphone of the program, too.

    python3 test-listening.py PROGRAM SOURCE
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import desktop
from desktop import App, DEMO, drag, key, screenshot, wait
from steps import selected_pitch, stage, tracks

RATE = 48000
SONG_S = 24.0  # the demo
BASS_HZ = 80, 230  # the fundamentals of the track that is to be heard alone, and of the one that must not be
TUNE_HZ = 420, 720


class Ears:
    """A PulseAudio of its own, and what is played through it."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "pulse")
        os.mkdir(self.folder, 0o700)
        os.environ.update(PULSE_SERVER="unix:" + self.folder + "/native", PULSE_STATE_PATH=self.folder,
                          PULSE_RUNTIME_PATH=self.folder)
        self.server = subprocess.Popen(desktop.PULSEAUDIO, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        wait("PulseAudio", lambda: subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode == 0)

    def hear(self, seconds, begin):
        """What is heard within @seconds after @begin() was called, from the first sound on: float samples of one channel."""
        path = os.path.join(self.folder, "heard.raw")
        recording = subprocess.Popen(["parec", "-d", "nullout.monitor", f"--rate={RATE}", "--channels=2", "--format=s16le",
                                      "--latency-msec=20", path], stdin=subprocess.DEVNULL)
        wait("the recording begins", lambda: os.path.exists(path) and os.path.getsize(path) > 0)
        begin()
        end = os.path.getsize(path) + int(seconds * RATE) * 4
        wait(f"{seconds} s of sound", lambda: os.path.getsize(path) >= end, seconds + 30)
        recording.terminate()
        recording.wait()
        sound = numpy.fromfile(path, dtype="<i2").reshape(-1, 2).mean(axis=1) / 32768
        os.remove(path)
        loud = numpy.flatnonzero(numpy.abs(sound) > 1e-3)
        assert len(loud), "nothing was heard"
        return sound[loud[0]:]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.kill()
        self.server.wait()


def balance_db(sound):
    """How much louder the octaves of the bass are in @sound than that of the tune, whenever it is: gaps do not matter."""
    spectrum = numpy.abs(numpy.fft.rfft(sound)) ** 2
    frequencies = numpy.fft.rfftfreq(len(sound), 1 / RATE)
    bass, tune = (spectrum[(frequencies > low) & (frequencies < high)].sum() for low, high in (BASS_HZ, TUNE_HZ))
    return 10 * numpy.log10(bass / tune)


def solo_buttons(app):
    """One a track, in their order, whatever the tracks are called."""
    return app.all("push button", lambda name: name.startswith("Solo "))


def start_with_sound(folder, *arguments):
    with open(os.path.join(folder, "pulse.conf"), "w", encoding="utf-8") as file:
        file.write("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
    return App(folder, *arguments, changes={"ALSA_CONFIG_PATH": folder + "/pulse.conf"})


def open_demo(folder):
    app = start_with_sound(folder, DEMO)
    wait("three tracks", lambda: len(solo_buttons(app)) == 3, 60)
    app.rest()
    return app


def time_label(app):
    return app.find("label", lambda name: " / 0:" in name)


def position_s(label):
    """Where the playhead is, as the transport bar tells."""
    minutes, seconds = label.get_name().split(" / ")[0].split(":")
    return 60 * int(minutes) + float(seconds)


def goes_back(times):
    """For each of [(time, position)] whether the position is before that of the one before it."""
    return [False] + [after[1] < before[1] - 0.5 for before, after in zip(times, times[1:])]


def bass_number(app):
    """The number of the track with the bass: it has the fewest notes."""
    counts = [int(node.get_name().split()[0]) for node in app.all("label") if node.get_name().endswith(" notes")]
    return 1 + counts.index(min(counts))


def start(app):
    key("Home")
    wait("the start", lambda: position_s(time_label(app)) == 0)
    key("space")


def hears_one_track_out_of_the_recording(folder):
    with Ears(folder) as ears:
        app = open_demo(folder)
        everything = balance_db(ears.hear(7, lambda: start(app)))
        key("space")
        app.act(solo_buttons(app)[bass_number(app) - 1])
        wait("the tracks are isolated", lambda: not app.has("label", lambda name: name.startswith("Isolating")), 60)
        alone = balance_db(ears.hear(7, lambda: start(app)))
        key("space")
        screenshot("solo")
        app.find(None, "Balance between recording and notes").set_value(1.0)
        app.rest()
        as_notes = balance_db(ears.hear(7, lambda: start(app)))
        app.kill()
    print(f"# the bass over the tune: {everything:.1f} dB in the recording, {alone:.1f} dB alone, {as_notes:.1f} dB as notes")
    assert alone > everything + 5, (everything, alone)
    assert as_notes > everything + 5, (everything, as_notes)


def loops_a_phrase_at_half_speed(folder):
    first_s, last_s, times = 7.2, 9.6, []
    with Ears(folder) as ears:
        app = open_demo(folder)
        key("f")
        app.rest()
        x, y, width, height = app.place(app.find(None, "Time ruler"))
        drag(x + first_s / SONG_S * width, y + height / 2, x + last_s / SONG_S * width, y + height / 2)
        for _ in range(10):
            key("ctrl+Next")
        label = time_label(app)

        def listen():
            key("space")
            end = time.monotonic() + 9 * desktop.PATIENCE
            while time.monotonic() < end and sum(goes_back(times)) < 2:
                times.append((time.monotonic(), position_s(label)))
                time.sleep(0.05)
        ears.hear(0.1, listen)
        screenshot("loop")
        app.kill()
    inside = [at for at in times if at[0] > times[0][0] + 0.5]
    low, high = min(position for _, position in inside), max(position for _, position in inside)
    laps = numpy.cumsum(goes_back(inside))
    rate = numpy.polyfit([at[0] for at in inside], [at[1] + lap * (last_s - first_s) for at, lap in zip(inside, laps)], 1)[0]
    print(f"# from {low:.1f} to {high:.1f} s, back {laps[-1]} times, at {rate:.2f} of the speed")
    assert laps[-1] >= 1 and first_s - 0.2 < low < high < last_s + 0.2, times
    assert 0 < rate < 0.6, times  # less than a half where the machine is too slow for it


def plays_on_after_the_machine_has_slept(folder):
    slept_s = 7  # longer than the program is patient with a device
    with Ears(folder) as ears:
        app = open_demo(folder)
        label = time_label(app)
        start(app)
        wait("it plays", lambda: position_s(label) > 1)
        for process in (app.process, ears.server):
            process.send_signal(signal.SIGSTOP)
        time.sleep(slept_s)
        woken = time.monotonic()
        for process in (ears.server, app.process):
            process.send_signal(signal.SIGCONT)
        at = position_s(label)
        asked = time.monotonic() - woken
        wait("it plays on", lambda: position_s(label) > at + 1)
        everything = ears.hear(1, lambda: None)
        screenshot("slept")
        app.kill()
    print(f"# at {at:.1f} s, {asked:.1f} s after {slept_s} s of sleep")
    assert at < 1 + 4 + asked, "it does not play what was slept through"
    assert len(everything) > 0


def pitch_hz(sound):
    """How often @sound repeats itself a second, whichever of its partials is the loudest."""
    power = numpy.abs(numpy.fft.rfft(sound * numpy.hanning(len(sound)), 2 * len(sound))) ** 2
    likeness = numpy.fft.irfft(power)[RATE // 2000:RATE // 50]
    first = numpy.flatnonzero(likeness > 0.9 * likeness.max())[0]
    while likeness[first + 1] > likeness[first]:
        first += 1
    before, top, after = likeness[first - 1:first + 2]
    return RATE / (RATE // 2000 + first + 0.5 * (before - after) / (before - 2 * top + after))


def sounds_a_key_as_long_as_it_is_down(folder):
    with Ears(folder) as ears:
        app = open_demo(folder)
        x, y, width, height = app.place(app.find(None, lambda name: name.startswith("Piano keyboard")))

        def press():
            desktop.xdotool("mousemove", round(x + width / 2), round(y + height / 2))
            desktop.pace()
            desktop.xdotool("mousedown", 1)
            desktop.pace(1.0)  # it is held
            screenshot("key")
            desktop.xdotool("mouseup", 1)
        sound = ears.hear(2.0, press)
        app.kill()
    held, after = sound[:int(0.8 * RATE)], sound[-int(0.5 * RATE):]
    hz = pitch_hz(held)
    cents = 1200 * numpy.log2(hz / 440) % 100
    level, left = (20 * numpy.log10(numpy.sqrt((part ** 2).mean()) + 1e-6) for part in (held, after))
    print(f"# {hz:.0f} Hz, {level:.0f} dB while it is down, {left:.0f} dB afterwards")
    assert min(cents, 100 - cents) < 20, hz
    assert level > -45 and left < level - 40, (level, left)


def midi_of(name):
    """"C♯5" is 73."""
    letter, sign, octave = re.fullmatch(r"([A-G])([♯♭]?)(-?\d)", name).groups()
    return 12 * (int(octave) + 1) + (0, 2, 4, 5, 7, 9, 11)["CDEFGAB".index(letter)] + ("♭♯".find(sign) * 2 - 1 if sign else 0)


def sounds_a_note_that_is_clicked(folder):
    with Ears(folder) as ears:
        app = open_demo(folder)
        x, y, _ = stage(app)
        desktop.click(x, y + 100)
        key("Escape", "period", "shift+f")  # the first note, in the middle of the canvas
        name = wait("a selected note", lambda: selected_pitch(app))
        key("Escape")
        wait("none", lambda: not selected_pitch(app))
        app.rest()
        x, y, _ = stage(app)
        sound = ears.hear(0.4, lambda: desktop.click(x, y))
        assert wait("it is selected", lambda: selected_pitch(app)) == name
        screenshot("clicked")
        app.kill()
    sound = sound[:int(0.3 * RATE)]
    spectrum = numpy.abs(numpy.fft.rfft(sound * numpy.hanning(len(sound)), 8 * len(sound)))
    frequencies = numpy.fft.rfftfreq(8 * len(sound), 1 / RATE)
    expected = 440 * 2 ** ((midi_of(name) - 69) / 12)
    near = (frequencies > expected / 1.4) & (frequencies < expected * 1.4)
    hz = frequencies[near][spectrum[near].argmax()]
    print(f"# {name}, {expected:.1f} Hz: {hz:.1f} Hz")
    assert abs(12 * numpy.log2(hz / expected)) < 0.3, (name, hz)


def play_tone(hz, seconds):
    """Into the room that the microphone of the test hears."""
    time_s = numpy.arange(int(seconds * RATE)) / RATE
    tone = sum(numpy.sin(2 * numpy.pi * hz * harmonic * time_s) / harmonic for harmonic in range(1, 7))
    sound = (6000 * tone * numpy.minimum(1, 20 * time_s)).astype("<i2")
    subprocess.run(["pacat", "-d", "nullout", f"--rate={RATE}", "--channels=1", "--format=s16le"], input=sound.tobytes(),
                   check=True)


def transcribes_what_the_microphone_hears(folder):
    with Ears(folder):
        app = start_with_sound(folder)
        key("ctrl+shift+r")
        record = app.find("push button", lambda name: name.endswith("Record") and "Mic" not in name)
        wait("a microphone", lambda: record.get_state_set().contains(desktop.StateType.SENSITIVE))
        app.act(record)
        wait("it records", lambda: app.has(None, "Recording"))
        play_tone(440, 3)
        screenshot("recording")
        app.act(app.find("push button", lambda name: name.endswith("Transcribe")))
        wait("its notes", lambda: tracks(app), 60)
        app.rest()
        key("period")
        assert wait("a note", lambda: selected_pitch(app)) == "A4"
        app.kill()


if __name__ == "__main__":
    try:
        import numpy
    except ImportError:
        print("1..0 # SKIP there is no numpy")
        sys.exit(0)
    if not all(shutil.which(tool) for tool in ("pulseaudio", "parec", "pactl")):
        print("1..0 # SKIP there is no PulseAudio")
        sys.exit(0)
    sys.exit(desktop.main([hears_one_track_out_of_the_recording, loops_a_phrase_at_half_speed,
                           plays_on_after_the_machine_has_slept,
                           sounds_a_key_as_long_as_it_is_down, sounds_a_note_that_is_clicked,
                           transcribes_what_the_microphone_hears]))
