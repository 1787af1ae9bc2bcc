# SPDX-License-Identifier: GPL-3.0-or-later
"""The program in Chinese, walked through as a screen reader does: no text of it is English.

    COLORATURA_LOCALE_DIR=BUILD/po python3 test-chinese.py PROGRAM SOURCE
"""

import gettext
import os
import re
import subprocess
import sys

import desktop
from desktop import App, DEMO, SOURCE, click, key, screenshot, wait

# What is the same in Chinese: names of the program, of formats, of color maps, and what stands on keys.
NAMES = ("Coloratura", "MIDI", "MusicXML", "FLAC", "PDF", "SVG", "Letter", "Viridis", "Magma", "Inferno", "Cividis",
         "Fis", "Ctrl", "Shift", "Alt", "Home", "End", "Page Up", "Page Down", "Esc", "Enter", "Delete", "Insert")
FILE = re.compile(r"\w+\.flac|^/\S*$")
TYPE = re.compile(r"^(Gtk|Adw|Ct)[A-Z]\w*$")  # what GTK calls an accessible that has no name
CONTROLS = ("push button", "toggle button", "check box", "combo box", "slider", "spin button", "text", "page tab",
            "menu item")


def is_english(text):
    text = FILE.sub("", text).replace("_", "")  # mnemonics
    for name in NAMES:
        text = re.sub(rf"\b{name}\b", "", text)
    return re.search(r"[A-Za-z]{3,}", text) is not None


def texts(app, node):
    """All that @node says: its name, its description (what a tooltip says), its text."""
    try:
        found = {node.get_name() or "", node.get_description() or ""}
        found.add(node.get_text())
    except desktop.GERROR:
        return set()  # gone meanwhile
    return {text for text in found if text and not TYPE.match(text)}


def check_controls(app):
    """Every control that is shown says what it is for: a tooltip is only read after the name, which then is that of a type.
    The buttons of a spin button are named by it, and the arrow of an expander is GTK's own."""
    mute = [node.get_name() + ": " + node.get_description() for role in CONTROLS for node in app.all(role, TYPE.match)
            if node.get_parent().get_role_name() != "spin button"]
    assert not [name for name in mute if name != "GtkExpander: "], mute


def all_texts(app):
    """Of all that is there; none where the program is too busy to tell."""
    said = set().union(*(texts(app, node) for node in app.inside(app.root())))
    return said if len(said) > 3 else None


def check(app, where, but=lambda text: False):
    """Nothing anywhere in the program, shown or hidden, is English."""
    screenshot("chinese-" + where)
    said = wait("texts of " + where, lambda: all_texts(app))
    english = sorted(text for text in said if is_english(text) and not but(text))
    assert not english, f"{where}: {english}"
    return said


def start(folder, *arguments):
    return App(folder, *arguments, language="zh_CN")


def has_stock(domain):
    """Whether the texts of a library of GNOME are installed in Chinese: they are not ours."""
    return gettext.find(domain, languages=["zh_CN"]) is not None


def open_demo(folder):
    app = start(folder, DEMO)
    wait("three tracks", lambda: len(app.all("label", lambda name: name.endswith(" 个音符"), showing=False)) == 3, 60)
    app.rest()
    return app


def the_start_page(folder):
    app = start(folder)
    app.find("push button", lambda name: "示例" in name)
    said = check(app, "start")
    check_controls(app)
    assert any("打开录音" in text for text in said), said


def the_pages(folder):
    app = open_demo(folder)
    check(app, "tracks")
    check_controls(app)
    for page in ("音符", "音色"):
        app.act(app.find("page tab", page))
        app.rest()
        check(app, "page-" + page)
        check_controls(app)


def the_tour(folder):
    app = start(folder)
    app.act(app.find("push button", lambda name: "示例" in name))
    for step in range(1, 9):
        app.find("label", f"第 {step} 步，共 8 步", 60)
        check(app, f"tour-{step}")
        key("alt+x")
    wait("the end of the tour", lambda: not app.has("label", lambda name: name.endswith("共 8 步")))


def the_help(folder):
    app = start(folder)
    app.find("push button", lambda name: "示例" in name)
    key("F1")
    app.find("label", "键盘快捷键")
    said = check(app, "help")
    assert len(said) > 40, said


def the_menus(folder):
    app = open_demo(folder)
    key("F10")
    app.find("menu item", lambda name: "首选项" in name)
    check(app, "menu")
    key("Escape")
    x, y, width, height = app.place(app.find("image", lambda name: name.startswith("频谱图与音符")))
    click(x + width / 2, y + 20)
    key("Escape")
    key("ctrl+shift+a")
    click(x + width / 2, y + 20, button=3)
    app.find("menu item", lambda name: "粘贴" in name)
    check(app, "menu-of-the-ground")
    key("Escape")
    key("shift+F10")
    app.find("menu item", lambda name: "删除" in name)
    check(app, "menu-of-notes")
    key("Escape")
    app.click(app.find(None, lambda name: "的乐器：" in name))
    wait("the instruments", lambda: len(app.all("list item", showing=False)) > 100)
    check(app, "instruments")


def select_a_note(app):
    x, y, width, _ = app.place(app.find("image", lambda name: name.startswith("频谱图与音符")))
    click(x + width / 2, y + 20)
    key("Escape")
    key("period")


def the_hand(folder):
    """What is said when notes are edited: the inspector, the history, toasts."""
    app = open_demo(folder)
    select_a_note(app)
    check(app, "note")
    key("Up")
    key("Delete")
    check(app, "deleted")
    key("ctrl+z")
    check(app, "undone")
    check_controls(app)  # also that of the toast
    key("ctrl+shift+a")
    check(app, "all")
    app.act(app.find("push button", lambda name: name.startswith("拆分(")))
    app.act(app.find("menu item", lambda name: "音色" in name))
    app.rest()
    check(app, "split")


def the_dialogs(folder):
    app = open_demo(folder)
    for keys, name in (("ctrl+comma", "preferences"), ("ctrl+e", "export"), ("ctrl+p", "score"), ("ctrl+shift+r", "record")):
        windows = app.root().get_child_count()
        key(keys)
        wait(name, lambda: app.root().get_child_count() > windows)
        app.rest()
        check(app, name, but=lambda text: text.startswith("ALSA: "))  # the names of sound devices
        check_controls(app)
        key("Escape")
        wait("it is closed", lambda: app.root().get_child_count() == windows)
    select_a_note(app)
    key("Delete")
    key("ctrl+w")
    wait("the question", lambda: app.has("push button", lambda name: "保存" in name))
    check(app, "question")


def the_refusal(folder):
    path = os.path.join(folder, "1.flac")
    with open(path, "wb") as file:
        file.write(b"this is no sound")
    app = start(folder)
    # as a file manager does it while the program runs: what is said is in a window over the one that fills the screen
    subprocess.run([desktop.PROGRAM, path], env=app.environment(), check=True)
    app.find("push button", lambda name: "关闭" in name)
    check(app, "refused")


def the_shortcuts(folder):
    app = open_demo(folder)
    key("ctrl+question")
    wait("the shortcuts", lambda: app.root().get_child_count() > 1)
    app.rest()
    check(app, "shortcuts", but=lambda text: not has_stock("gtk40") and text in ("Shortcuts", "Search Shortcuts"))


def the_about_window(folder):
    """Names of people and works stay what they are, and so do a licence's and its address."""
    app = open_demo(folder)
    with open(os.path.join(SOURCE, "ui", "window", "ct-about.c"), encoding="utf-8") as file:
        credits = set(re.findall(r'^(?:  |.* = \{ )"(.*?)",', file.read(), re.M))
    assert len(credits) > 10
    key("F10")
    app.act(app.find("menu item", lambda name: "关于" in name))
    wait("the window", lambda: app.root().get_child_count() > 1)
    app.rest()
    check(app, "about", but=lambda text: (text in credits or "GNU" in text or "gnu.org" in text
                                          or not has_stock("libadwaita")))


if __name__ == "__main__":
    sys.exit(desktop.main([the_start_page, the_pages, the_tour, the_help, the_menus, the_hand, the_dialogs, the_refusal,
                           the_shortcuts, the_about_window]))
