# SPDX-License-Identifier: GPL-3.0-or-later
"""The guided tour and the help by real input: what the steps ask for is done, and they follow each other.

    python3 test-guide.py PROGRAM SOURCE
"""

import sys

import desktop
from desktop import App, click, key, screenshot, wait
from steps import canvas


def button(app, name):
    """GTK puts the label without its mnemonic last."""
    return app.find("push button", lambda found: found.endswith(name))


def step(app, title):
    """Waits until the step is there, by itself or not."""
    app.find("label", title, 20)
    screenshot("guide-" + title.replace(" ", "-"))


def over(app):
    wait("the guide is gone", lambda: not app.has("label", lambda name: name.startswith("Step ")))


def begin(folder):
    app = App(folder)
    app.act(button(app, "Try the Demo"))
    app.find("label", "What You See", 60)
    return app


def leads_through_a_song(folder):
    app = begin(folder)
    app.click(button(app, "Next"))  # the canvas keeps the focus, so that its keys are heard
    step(app, "Look Around")
    x, y, width, height = canvas(app)
    desktop.xdotool("keydown", "ctrl")
    click(x + width / 2, y + height / 2, button=4, repeat=3)
    desktop.xdotool("keyup", "ctrl")
    step(app, "Listen")
    key("space")
    step(app, "Solo a Track")
    key("space")
    app.click(app.nth(1, "push button", lambda name: name.startswith("Solo ")))
    step(app, "Correct a Note")
    key("period")
    key("Up")
    step(app, "One Track, One Timbre")
    key("ctrl+z")
    key("alt+x")
    step(app, "More or Fewer Notes")
    app.click(app.find("slider", lambda name: "nset" in name))
    for _ in range(50):  # all the way
        key("Left")
    wait("something to apply", lambda: app.has(None, lambda name: "fewer" in name))
    app.act(button(app, "Apply"))
    step(app, "Keep Your Work")
    key("alt+k")
    step(app, "More or Fewer Notes")
    key("alt+x")
    step(app, "Keep Your Work")
    key("alt+x")
    over(app)


def ends_by_escape_and_begins_again(folder):
    app = begin(folder)
    key("shift+Tab", "shift+Tab")
    for _ in range(20):  # by keyboard alone, until the strip has the focus
        if any(node.get_state_set().contains(desktop.StateType.FOCUSED)
               for node in app.all("push button", lambda name: name.endswith("Next"))):
            break
        key("shift+Tab")
    key("Return")
    step(app, "Look Around")
    key("Escape")
    over(app)
    key("period")  # and the canvas has it again
    wait("a selected note", lambda: app.has(None, lambda name: " s long, " in name))
    key("F10")
    app.act(app.find("menu item", lambda name: "Guided Tour" in name))
    step(app, "What You See")
    app.act(button(app, "End the Tour"))
    over(app)

    # on the canvas Escape lets go of the selected note first
    key("F10")
    app.act(app.find("menu item", lambda name: "Guided Tour" in name))
    step(app, "What You See")
    x, y, width, _ = canvas(app)
    click(x + width - 20, y + 20)
    key("period")
    wait("a selected note", lambda: app.has(None, lambda name: " s long, " in name))
    key("Escape")
    wait("none", lambda: not app.has(None, lambda name: " s long, " in name))
    step(app, "What You See")
    key("Escape")
    over(app)


def helps(folder):
    app = App(folder)
    button(app, "Try the Demo")
    key("F1")
    app.find("label", "Your First Song, Step by Step")
    screenshot("help")
    key("Escape")
    wait("the help is closed", lambda: app.root().get_child_count() == 1)
    key("F1")
    app.find("label", "Your First Song, Step by Step")
    key("Return")
    app.find("label", "What You See", 60)


if __name__ == "__main__":
    sys.exit(desktop.main([leads_through_a_song, ends_by_escape_and_begins_again, helps]))
