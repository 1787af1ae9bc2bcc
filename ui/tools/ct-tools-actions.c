/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The action group "notes". Unless stated otherwise, actions act on the selected notes that can be picked.
 *
 * select-all, select-track, select-invert, select-none, select-similar-timbre, select-pitch-range (of the selection, or
 * what is visible); next, previous, extend-next, extend-previous (on the current track), next-anywhere,
 * previous-anywhere, next-uncertain, previous-uncertain (they play the
 * note); cut, copy, paste (at the playhead), paste-in-place, paste-here (at the pointer or the visible middle),
 * duplicate, delete; nudge-left, -right, -up, -down (they pan if nothing is selected), octave-up, octave-down, longer,
 * shorter, start-earlier, start-later, louder, softer, set-velocity (u); split-at-playhead, join, accept-uncertain,
 * as-heard (back from the grid; all notes, if nothing is selected), snap (whether notes do), move-to-track (u: its id),
 * move-to-track-number (u: its place, from 1), draw-at-playhead (on the current track); tool (s: select, draw, erase,
 * split; "select" again cycles select-mode), select-mode (s: box, column, row); zoom-in, zoom-out (in time, at the
 * playhead where it is visible), fit-all, fit-selection, menu, cancel. */
#include "ui/tools/ct-tools-private.h"

#include <gio/gio.h>

#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

#define ENTRY_KEY "ct-tool-action"
#define ZOOM_STEP 1.5

/* Divides the visible time by @amount. */
static void
zoom (CtTools *self, GVariant *parameter, double amount)
{
  const CtView *view = ct_session_get_view (self->session);
  double playhead_s = ct_session_get_playhead_s (self->session);
  gboolean visible = playhead_s >= view->start_s && playhead_s <= view->end_s;

  ct_session_zoom_time (self->session, 1 / amount, visible ? playhead_s : (view->start_s + view->end_s) / 2);
}

static void
fit_all (CtTools *self, GVariant *parameter, double amount)
{
  ct_session_fit_all (self->session);
}

static void
fit_selection (CtTools *self, GVariant *parameter, double amount)
{
  ct_session_fit_selection (self->session);
}

static void
show_menu (CtTools *self, GVariant *parameter, double amount)
{
  ct_tools_show_menu_at_cursor (self);
}

/* One thing at a time, the latest first. */
static void
cancel (CtTools *self, GVariant *parameter, double amount)
{
  if (ct_tools_cancel_drag (self))
    return;
  if (ct_session_get_preview (self->session))
    ct_session_set_preview (self->session, NULL);
  else if (ct_session_get_tool (self->session) != CT_TOOL_SELECT)
    ct_session_set_tool (self->session, CT_TOOL_SELECT);
  else
    ct_selection_clear (ct_session_get_selection (self->session));
}

static const CtToolAction view_actions[] = {
  { "cancel", cancel },
  { "fit-all", fit_all },
  { "fit-selection", fit_selection, CT_TOOL_NEEDS_SELECTION },
  { "menu", show_menu },
  { "zoom-in", zoom, .amount = ZOOM_STEP },
  { "zoom-out", zoom, .amount = 1 / ZOOM_STEP },
  { NULL },
};

static const CtToolAction *const tables[] = { ct_tools_select_actions, ct_tools_edit_actions, view_actions };

static void
activated (GSimpleAction *action, GVariant *parameter, CtTools *self)
{
  const CtToolAction *entry = g_object_get_data (G_OBJECT (action), ENTRY_KEY);

  if (self->session && !(entry->needs & CT_TOOL_EDITS && ct_tools_refuse (self)))
    entry->act (self, parameter, entry->amount);
}

/* ---- the tool ---- */

static gboolean
find_nick (GType type, const char *nick, int *value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value_by_nick (klass, nick);

  if (found)
    *value = found->value;
  return found != NULL;
}

static const char *
nick_of (GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick;
}

static void
tool_activated (GSimpleAction *action, GVariant *parameter, CtTools *self)
{
  int tool;

  if (!self->session || !find_nick (CT_TYPE_TOOL, g_variant_get_string (parameter, NULL), &tool))
    return;
  if (tool == CT_TOOL_SELECT && ct_session_get_tool (self->session) == CT_TOOL_SELECT)
    ct_session_set_select_mode (self->session, (ct_session_get_select_mode (self->session) + 1) % (CT_SELECT_ROW + 1));
  ct_session_set_tool (self->session, tool);
}

static void
select_mode_activated (GSimpleAction *action, GVariant *parameter, CtTools *self)
{
  int mode;

  if (!self->session || !find_nick (CT_TYPE_SELECT_MODE, g_variant_get_string (parameter, NULL), &mode))
    return;
  ct_session_set_select_mode (self->session, mode);
  ct_session_set_tool (self->session, CT_TOOL_SELECT);
}

static void
add_state (CtTools *self, const char *name, const char *state, GCallback callback)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (name, G_VARIANT_TYPE_STRING,
                                                                   g_variant_new_string (state));

  g_signal_connect (action, "activate", callback, self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

static void
add_action (CtTools *self, const CtToolAction *entry)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (entry->name,
                                                          entry->type ? G_VARIANT_TYPE (entry->type) : NULL);

  g_object_set_data (G_OBJECT (action), ENTRY_KEY, (gpointer) entry);
  g_signal_connect (action, "activate", G_CALLBACK (activated), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

void
ct_tools_add_actions (CtTools *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const CtToolAction *entry = tables[i]; entry->name; entry++)
      add_action (self, entry);
  add_state (self, "tool", "select", G_CALLBACK (tool_activated));
  add_state (self, "select-mode", "box", G_CALLBACK (select_mode_activated));
}

static GSimpleAction *
find_action (CtTools *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
set_state (CtTools *self, const char *name, GType type, int value)
{
  g_simple_action_set_state (find_action (self, name), g_variant_new_string (nick_of (type, value)));
}

void
ct_tools_update_actions (CtTools *self)
{
  gboolean selected = self->session && ct_selection_get_n (ct_session_get_selection (self->session)) > 0;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const CtToolAction *entry = tables[i]; entry->name; entry++)
      g_simple_action_set_enabled (find_action (self, entry->name),
                                   self->session && (selected || !(entry->needs & CT_TOOL_NEEDS_SELECTION)));
  if (!self->session)
    return;
  set_state (self, "tool", CT_TYPE_TOOL, ct_session_get_tool (self->session));
  set_state (self, "select-mode", CT_TYPE_SELECT_MODE, ct_session_get_select_mode (self->session));
}
