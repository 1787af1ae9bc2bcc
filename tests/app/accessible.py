# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program tells screen readers, over the bus of accessibility (AT-SPI 2). libatspi asks one question after the other,
a second for a window; here, one question brings all of it, or all that are about nodes side by side are under way at once."""

GIO = GLIB = None  # set by connect()
SPI = "org.a11y.atspi."
PROPERTIES = "org.freedesktop.DBus.Properties"
WINDOW = 1  # coordinates from the window's corner
AT_ONCE = 100  # questions; a bus allows so many


# by numbers of AT-SPI, whose names have changed since: those that tests ask for
ROLES = {7: "check box", 11: "combo box", 16: "dialog", 23: "frame", 27: "image", 29: "label", 31: "list", 32: "list item",
         35: "menu item", 37: "page tab", 43: "push button", 51: "slider", 52: "spin button", 54: "status bar", 61: "text",
         62: "toggle button"}


def role_of(number):
    return ROLES.get(number, str(number))


class StateType:
    """As AT-SPI counts them."""
    CHECKED, FOCUSED, PRESSED, SENSITIVE, SHOWING = 4, 12, 20, 24, 25


class States:
    def __init__(self, words):
        self.bits = words[0] | words[1] << 32

    def contains(self, state):
        return bool(self.bits >> state & 1)


class Box:
    def __init__(self, numbers):
        self.x, self.y, self.width, self.height = numbers


class Bus:
    """The bus of accessibility."""

    def __init__(self):
        session = GIO.bus_get_sync(GIO.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                    GIO.DBusCallFlags.NONE, -1, None).unpack()[0]
        flags = GIO.DBusConnectionFlags
        self.connection = GIO.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)

    def ask(self, owner, path, interface, method, arguments=None):
        return self.connection.call_sync(owner, path, interface, method, arguments, None, GIO.DBusCallFlags.NONE, -1,
                                         None).unpack()

    def ask_all(self, questions):
        """The answers to [(owner, path, interface, method, arguments)]; None where one has none."""
        answers = [None] * len(questions)
        left, pending = list(enumerate(questions)), [0]
        left.reverse()

        def take(connection, result, number):
            pending[0] -= 1
            try:
                answers[number] = connection.call_finish(result).unpack()
            except GLIB.GError:
                pass  # gone meanwhile

        while left or pending[0]:
            while left and pending[0] < AT_ONCE:
                number, (owner, path, interface, method, arguments) = left.pop()
                self.connection.call(owner, path, interface, method, arguments, None, GIO.DBusCallFlags.NONE, -1, None, take,
                                     number)
                pending[0] += 1
            GLIB.MainContext.default().iteration(True)
        return answers

    def items(self, owner):
        """{path: (path of the parent, place there, number of children, name, role)} of all that a program tells unasked."""
        try:
            answer = self.connection.call_sync(owner, "/org/a11y/atspi/cache", SPI + "Cache", "GetItems", None, None,
                                               GIO.DBusCallFlags.NONE, -1, None).get_child_value(0)
        except GLIB.GError:
            return {}
        items = {}
        for i in range(answer.n_children()):
            item = answer.get_child_value(i).get_child_value
            items[item(0).get_child_value(1).get_string()] = (
                item(2).get_child_value(1).get_string(), item(3).get_int32(), item(4).get_int32(), item(6).get_string(),
                role_of(item(7).get_uint32()))
        return items

    def roots(self):
        """Those of the programs there are."""
        registry = Node(self, SPI + "Registry", "/org/a11y/atspi/accessible/root")
        return registry.children()

    def process(self, owner):
        return self.ask("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                        GLIB.Variant("(s)", (owner,)))[0]


class Node:
    """An accessible. Where it is gone, what is not said otherwise raises GLib.GError."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def __eq__(self, other):
        return isinstance(other, Node) and (self.owner, self.path) == (other.owner, other.path)

    def __hash__(self):
        return hash((self.owner, self.path))

    def question(self, interface, method, arguments=None):
        return self.owner, self.path, SPI + interface, method, arguments

    def ask(self, interface, method, arguments=None):
        return self.bus.ask(*self.question(interface, method, arguments))

    def property_question(self, interface, name):
        return self.owner, self.path, PROPERTIES, "Get", GLIB.Variant("(ss)", (SPI + interface, name))

    def get(self, interface, name):
        return self.bus.ask(*self.property_question(interface, name))[0]

    def get_process_id(self):
        return self.bus.process(self.owner)

    def says(self, *question):
        """One that is gone says nothing."""
        answer = self.bus.ask_all([question])[0]
        return answer[0] if answer else ""

    def get_name(self):
        return self.says(*self.property_question("Accessible", "Name"))

    def get_description(self):
        return self.says(*self.property_question("Accessible", "Description"))

    def get_role_name(self):
        return role_of(self.says(*self.question("Accessible", "GetRole")))

    def get_parent(self):
        return Node(self.bus, *self.get("Accessible", "Parent"))

    def get_child_count(self):
        return self.get("Accessible", "ChildCount")

    def children(self):
        """None are left where it is gone."""
        answer = self.bus.ask_all([self.question("Accessible", "GetChildren")])[0]
        return [Node(self.bus, *child) for child in answer[0]] if answer else []

    def get_child_at_index(self, index):
        return Node(self.bus, *self.ask("Accessible", "GetChildAtIndex", GLIB.Variant("(i)", (index,)))[0])

    def get_state_set(self):
        return States(self.ask("Accessible", "GetState")[0])

    def get_extents(self):
        return Box(self.ask("Component", "GetExtents", GLIB.Variant("(u)", (WINDOW,)))[0])

    def get_text(self):
        """What stands in it; None: it is not for text."""
        if SPI + "Text" not in self.ask("Accessible", "GetInterfaces")[0]:
            return None
        return self.ask("Text", "GetText", GLIB.Variant("(ii)", (0, self.get("Text", "CharacterCount"))))[0]

    def get_value(self):
        return self.get("Value", "CurrentValue")

    def set_value(self, value):
        self.bus.ask(self.owner, self.path, PROPERTIES, "Set",
                     GLIB.Variant("(ssv)", (SPI + "Value", "CurrentValue", GLIB.Variant("d", value))))

    def do_action(self, number):
        return self.ask("Action", "DoAction", GLIB.Variant("(i)", (number,)))[0]


def walk(root):
    """[(node, name, role)] of all that @root holds, itself the first, in order."""
    items = root.bus.items(root.owner)
    below = {}
    for path, (parent, place, _, _, _) in items.items():
        below.setdefault(parent, []).append((place, path))
    found, left = [], [root]
    while left:
        node = left.pop()
        children = sorted(below.get(node.path, []))
        if node.path not in items or len(children) < items[node.path][2]:
            return walk_asking(root)  # from GTK 4.10 on, it tells only of what was asked for
        found.append((node, *items[node.path][3:]))
        if len(children) == items[node.path][2]:
            left += [Node(root.bus, root.owner, path) for _, path in reversed(children)]
        else:  # some are hidden, but keep the size that they had
            left += reversed(node.children())
    return found


def walk_asking(root):
    bus, rows, below = root.bus, {}, {}
    level = [root]
    while level:
        answers = [bus.ask_all([node.question("Accessible", "GetChildren") for node in level]),
                   bus.ask_all([node.property_question("Accessible", "Name") for node in level]),
                   bus.ask_all([node.question("Accessible", "GetRole") for node in level])]
        next_level = []
        for node, children, name, role in zip(level, *answers):
            if children is None or name is None or role is None:
                continue  # gone meanwhile
            rows[node] = (node, name[0], role_of(role[0]))
            below[node] = [Node(bus, *child) for child in children[0]]
            next_level += below[node]
        level = next_level
    return in_order(root, rows, below)


def in_order(root, rows, below):
    found, left = [], [root]
    while left:
        node = left.pop()
        if node in rows:
            found.append(rows[node])
            left += reversed(below[node])
    return found


def extents(nodes):
    """The boxes of all; None where one has none."""
    where = GLIB.Variant("(u)", (WINDOW,))
    answers = nodes[0].bus.ask_all([node.question("Component", "GetExtents", where) for node in nodes]) if nodes else []
    return [Box(answer[0]) if answer else None for answer in answers]


def connect():
    """Raises ImportError where the bindings are not installed."""
    global GIO, GLIB
    from gi.repository import Gio, GLib
    GIO, GLIB = Gio, GLib
    return Bus()
