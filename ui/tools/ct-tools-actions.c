/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The action group "notes". All act on the selected notes that can be picked, but where it is said:
 *
 * select-all, select-track, select-invert, select-none, select-similar-timbre, select-pitch-range (that of the
 * selection, or what is visible); next, previous, extend-next, extend-previous; cut, copy, paste (at the playhead),
 * paste-in-place, paste-here (at the pointer or the visible middle), duplicate, delete; nudge-left, -right, -up, -down
 * (pan where nothing is selected), octave-up, octave-down, longer, shorter, start-earlier, start-later, louder, softer,
 * set-velocity (u); split-at-playhead, join, accept-uncertain notes, move-to-track (u: its id), move-to-track-number
 * (u: its place, from 1), draw-at-playhead (on the current track); tool (s: select, draw, erase, split; "select" again
 * cycles select-mode), select-mode (s: box, column, row); fit-all, fit-selection, menu, cancel. */
#include "ui/tools/ct-tools-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-note-select.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

#define PAN_SHARE 0.1
#define VELOCITY_STEP 8
#define KEY_DRAWN_S 0.25

typedef guint64 *(*Making) (CtDocument *document, const guint64 *ids, guint n, guint *n_made);
typedef guint (*Changing) (CtDocument *document, const guint64 *ids, guint n);

static guint64 *
dup_picked (CtTools *self, guint *n)
{
  return ct_note_edits_dup_picked (self->session, n);
}

/* Sounds the note the keyboard is at, as it is now. */
static void
audition_cursor (CtTools *self)
{
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self),
                                                 ct_session_get_cursor_note (self->session));

  if (note)
    ct_tools_audition (self, note);
}

static void
select_made (CtTools *self, const guint64 *made, guint n)
{
  if (made)
    ct_session_set_selected (self->session, made, n);
}

/* ---- selecting ---- */

static void
select_all (CtTools *self, GVariant *parameter)
{
  ct_note_select_all (self->session);
}

static void
select_track (CtTools *self, GVariant *parameter)
{
  ct_note_select_track (self->session, ct_session_get_current_track (self->session));
}

static void
select_invert (CtTools *self, GVariant *parameter)
{
  ct_note_select_invert (self->session);
}

static void
select_none (CtTools *self, GVariant *parameter)
{
  ct_session_clear_selection (self->session);
}

static void
tell_selected (CtTools *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u note selected", "%u notes selected", n), n);

  ct_tools_toast (self, text, FALSE);
}

static void
select_similar_timbre (CtTools *self, GVariant *parameter)
{
  guint n = ct_note_select_similar_timbre (self->session);

  if (n > 0)
    tell_selected (self, n);
  else
    ct_tools_toast (self, _ ("The timbre of these notes is not known: they were drawn or imported."), FALSE);
}

static void
select_pitch_range (CtTools *self, GVariant *parameter)
{
  const CtView *view = ct_session_get_view (self->session);
  int low, high;

  if (!ct_note_select_get_pitch_range (self->session, &low, &high))
    {
      low = (int) ceil (view->low_midi);
      high = (int) floor (view->high_midi);
    }
  tell_selected (self, ct_note_select_pitch_range (self->session, low, high));
}

static void
step (CtTools *self, int direction, gboolean extend)
{
  if (ct_note_select_step (self->session, direction, extend))
    audition_cursor (self);
}

static void
next (CtTools *self, GVariant *parameter)
{
  step (self, 1, FALSE);
}

static void
previous (CtTools *self, GVariant *parameter)
{
  step (self, -1, FALSE);
}

static void
extend_next (CtTools *self, GVariant *parameter)
{
  step (self, 1, TRUE);
}

static void
extend_previous (CtTools *self, GVariant *parameter)
{
  step (self, -1, TRUE);
}

/* ---- whole notes ---- */

static void
change (CtTools *self, Changing changing)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (n > 0)
    changing (ct_tools_get_document (self), ids, n);
}

static void
make (CtTools *self, Making making, const char *why_not)
{
  guint n, n_made;
  g_autofree guint64 *ids = dup_picked (self, &n);
  g_autofree guint64 *made = making (ct_tools_get_document (self), ids, n, &n_made);

  select_made (self, made, n_made);
  if (!made && n > 0)
    ct_tools_toast (self, why_not, FALSE);
}

static void delete (CtTools *self, GVariant *parameter)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);
  g_autofree char *text = NULL;

  n = ct_note_edits_delete (ct_tools_get_document (self), ids, n);
  if (n < 2)
    return;
  text = g_strdup_printf (ngettext ("%u note deleted", "%u notes deleted", n), n);
  ct_tools_toast (self, text, TRUE);
}

static void
copy (CtTools *self, GVariant *parameter)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  ct_tools_copy (self, ids, n, FALSE);
}

static void
cut (CtTools *self, GVariant *parameter)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  ct_tools_copy (self, ids, n, TRUE);
}

static void
paste (CtTools *self, GVariant *parameter)
{
  ct_tools_paste (self, ct_session_get_playhead_s (self->session));
}

static void
paste_in_place (CtTools *self, GVariant *parameter)
{
  ct_tools_paste (self, -1);
}

static void
paste_here (CtTools *self, GVariant *parameter)
{
  const CtView *view = ct_session_get_view (self->session);
  double time_s = (view->start_s + view->end_s) / 2, midi;

  if (self->menu_x >= 0)
    ct_tools_locate (self, self->menu_x, 0, &time_s, &midi);
  ct_tools_paste (self, MAX (time_s, 0));
}

static void
duplicate (CtTools *self, GVariant *parameter)
{
  make (self, ct_note_edits_duplicate, _ ("There is no room behind these notes."));
}

static void
split_at_playhead (CtTools *self, GVariant *parameter)
{
  guint n, n_made;
  g_autofree guint64 *ids = dup_picked (self, &n);
  g_autofree guint64 *made = ct_note_edits_split (ct_tools_get_document (self), ids, n,
                                                  ct_session_get_playhead_s (self->session), &n_made);

  select_made (self, made, n_made);
  if (!made)
    ct_tools_toast (self, _ ("None of the selected notes sounds at the playhead."), FALSE);
}

static void
join (CtTools *self, GVariant *parameter)
{
  make (self, ct_note_edits_join, _ ("Only notes of one pitch and track that follow each other can be joined."));
}

static void
accept_uncertain (CtTools *self, GVariant *parameter)
{
  change (self, ct_note_edits_accept);
}

static void
move_to (CtTools *self, const CtEditTrack *track)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);
  g_autofree char *name = NULL, *text = NULL;

  if (!track)
    {
      ct_tools_toast (self, _ ("There is no such track."), FALSE);
      return;
    }
  name = ct_document_dup_track_name (ct_tools_get_document (self), track->id);
  if (track->locked)
    {
      text = g_strdup_printf (_ ("“%s” is locked."), name);
      ct_tools_toast (self, text, FALSE);
      return;
    }
  n = ct_note_edits_move_to_track (ct_tools_get_document (self), ids, n, track->id);
  if (n == 0)
    return;
  /* Translators: %s is the name of a track */
  text = g_strdup_printf (ngettext ("%u note moved to “%s”", "%u notes moved to “%s”", n), n, name);
  ct_tools_toast (self, text, TRUE);
}

static void
move_to_track (CtTools *self, GVariant *parameter)
{
  move_to (self, ct_document_get_track (ct_tools_get_document (self), g_variant_get_uint32 (parameter)));
}

static void
move_to_track_number (CtTools *self, GVariant *parameter)
{
  const CtEditScore *score = ct_document_get_score (ct_tools_get_document (self));
  guint32 number = g_variant_get_uint32 (parameter);

  move_to (self, number >= 1 && number <= score->n_tracks ? &score->tracks[number - 1] : NULL);
}

/* ---- nudges ---- */

static void
nudge_time (CtTools *self, double time_s, double pan)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (n == 0)
    ct_session_pan (self->session, pan, 0);
  else
    ct_note_edits_nudge_time (ct_tools_get_document (self), ids, n, time_s);
}

static void
nudge_pitch (CtTools *self, int semitones, double pan)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (n == 0)
    ct_session_pan (self->session, 0, pan);
  else if (ct_note_edits_nudge_pitch (ct_tools_get_document (self), ids, n, semitones))
    audition_cursor (self);
}

static void
nudge_left (CtTools *self, GVariant *parameter)
{
  nudge_time (self, -CT_NOTE_NUDGE_S, -PAN_SHARE);
}

static void
nudge_right (CtTools *self, GVariant *parameter)
{
  nudge_time (self, CT_NOTE_NUDGE_S, PAN_SHARE);
}

static void
nudge_up (CtTools *self, GVariant *parameter)
{
  nudge_pitch (self, 1, PAN_SHARE);
}

static void
nudge_down (CtTools *self, GVariant *parameter)
{
  nudge_pitch (self, -1, -PAN_SHARE);
}

static void
octave_up (CtTools *self, GVariant *parameter)
{
  nudge_pitch (self, 12, 4 * PAN_SHARE);
}

static void
octave_down (CtTools *self, GVariant *parameter)
{
  nudge_pitch (self, -12, -4 * PAN_SHARE);
}

static void
nudge_edge (CtTools *self, CtNoteEdge edge, double time_s)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  ct_note_edits_nudge_edge (ct_tools_get_document (self), ids, n, edge, time_s);
}

static void
longer (CtTools *self, GVariant *parameter)
{
  nudge_edge (self, CT_NOTE_END, CT_NOTE_NUDGE_S);
}

static void
shorter (CtTools *self, GVariant *parameter)
{
  nudge_edge (self, CT_NOTE_END, -CT_NOTE_NUDGE_S);
}

static void
start_earlier (CtTools *self, GVariant *parameter)
{
  nudge_edge (self, CT_NOTE_START, -CT_NOTE_NUDGE_S);
}

static void
start_later (CtTools *self, GVariant *parameter)
{
  nudge_edge (self, CT_NOTE_START, CT_NOTE_NUDGE_S);
}

static void
change_velocity (CtTools *self, double value, gboolean relative)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (ct_note_edits_set (ct_tools_get_document (self), ids, n, CT_NOTE_VELOCITY, value, relative))
    audition_cursor (self);
}

static void
louder (CtTools *self, GVariant *parameter)
{
  change_velocity (self, VELOCITY_STEP, TRUE);
}

static void
softer (CtTools *self, GVariant *parameter)
{
  change_velocity (self, -VELOCITY_STEP, TRUE);
}

static void
set_velocity (CtTools *self, GVariant *parameter)
{
  change_velocity (self, MIN (g_variant_get_uint32 (parameter), 127), FALSE);
}

/* At the pitch of the note the keyboard is at, or in the middle of what is visible. */
static void
draw_at_playhead (CtTools *self, GVariant *parameter)
{
  CtDocument *document = ct_tools_get_document (self);
  const CtEditNote *near = ct_document_get_note (document, ct_session_get_cursor_note (self->session));
  const CtView *view = ct_session_get_view (self->session);
  int midi = near ? near->midi : (int) lround ((view->low_midi + view->high_midi) / 2);
  double onset_s = ct_session_get_playhead_s (self->session);
  guint64 id = ct_note_edits_draw (document, ct_session_get_current_track (self->session), midi, onset_s,
                                   onset_s + KEY_DRAWN_S, ct_session_get_new_note_velocity (self->session));

  if (!id)
    {
      ct_tools_tell_locked (self);
      return;
    }
  ct_session_set_selected (self->session, &id, 1);
  ct_session_reveal (self->session, onset_s, midi);
  audition_cursor (self);
}

/* ---- the view and the tools ---- */

static void
fit_all (CtTools *self, GVariant *parameter)
{
  ct_session_fit_all (self->session);
}

static void
fit_selection (CtTools *self, GVariant *parameter)
{
  ct_session_fit_selection (self->session);
}

static void
show_menu (CtTools *self, GVariant *parameter)
{
  ct_tools_show_menu_at_cursor (self);
}

static void
cancel (CtTools *self, GVariant *parameter)
{
  if (!ct_tools_cancel_drag (self))
    ct_session_clear_selection (self->session);
}

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

/* ---- the table ---- */

typedef enum
{
  ALWAYS,
  WITH_SELECTION,
  EDITS, /* any note */
  EDITS_SELECTION,
} Condition;

static const struct
{
  const char *name;
  void (*act) (CtTools *self, GVariant *parameter);
  Condition condition;
  const char *type;
} actions[] = {
  { "accept-uncertain", accept_uncertain, EDITS_SELECTION, NULL },
  { "cancel", cancel, ALWAYS, NULL },
  { "copy", copy, WITH_SELECTION, NULL },
  { "cut", cut, EDITS_SELECTION, NULL },
  { "delete", delete, EDITS_SELECTION, NULL },
  { "draw-at-playhead", draw_at_playhead, EDITS, NULL },
  { "duplicate", duplicate, EDITS_SELECTION, NULL },
  { "extend-next", extend_next, ALWAYS, NULL },
  { "extend-previous", extend_previous, ALWAYS, NULL },
  { "fit-all", fit_all, ALWAYS, NULL },
  { "fit-selection", fit_selection, WITH_SELECTION, NULL },
  { "join", join, EDITS_SELECTION, NULL },
  { "longer", longer, EDITS_SELECTION, NULL },
  { "louder", louder, EDITS_SELECTION, NULL },
  { "menu", show_menu, ALWAYS, NULL },
  { "move-to-track", move_to_track, EDITS_SELECTION, "u" },
  { "move-to-track-number", move_to_track_number, EDITS_SELECTION, "u" },
  { "next", next, ALWAYS, NULL },
  { "nudge-down", nudge_down, EDITS, NULL },
  { "nudge-left", nudge_left, EDITS, NULL },
  { "nudge-right", nudge_right, EDITS, NULL },
  { "nudge-up", nudge_up, EDITS, NULL },
  { "octave-down", octave_down, EDITS, NULL },
  { "octave-up", octave_up, EDITS, NULL },
  { "paste", paste, EDITS, NULL },
  { "paste-here", paste_here, EDITS, NULL },
  { "paste-in-place", paste_in_place, EDITS, NULL },
  { "previous", previous, ALWAYS, NULL },
  { "select-all", select_all, ALWAYS, NULL },
  { "select-invert", select_invert, ALWAYS, NULL },
  { "select-none", select_none, WITH_SELECTION, NULL },
  { "select-pitch-range", select_pitch_range, ALWAYS, NULL },
  { "select-similar-timbre", select_similar_timbre, WITH_SELECTION, NULL },
  { "select-track", select_track, ALWAYS, NULL },
  { "set-velocity", set_velocity, EDITS_SELECTION, "u" },
  { "shorter", shorter, EDITS_SELECTION, NULL },
  { "softer", softer, EDITS_SELECTION, NULL },
  { "split-at-playhead", split_at_playhead, EDITS_SELECTION, NULL },
  { "start-earlier", start_earlier, EDITS_SELECTION, NULL },
  { "start-later", start_later, EDITS_SELECTION, NULL },
};

static void
activated (GSimpleAction *action, GVariant *parameter, CtTools *self)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (gsize i = 0; self->session && i < G_N_ELEMENTS (actions); i++)
    {
      if (g_strcmp0 (actions[i].name, name) != 0)
        continue;
      if (actions[i].condition < EDITS || !ct_tools_refuse (self))
        actions[i].act (self, parameter);
      return;
    }
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

void
ct_tools_add_actions (CtTools *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (actions[i].name, actions[i].type
                                                                                   ? G_VARIANT_TYPE (actions[i].type)
                                                                                   : NULL);

      g_signal_connect (action, "activate", G_CALLBACK (activated), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
  add_state (self, "tool", "select", G_CALLBACK (tool_activated));
  add_state (self, "select-mode", "box", G_CALLBACK (select_mode_activated));
}

static GSimpleAction *
find_action (CtTools *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

void
ct_tools_update_actions (CtTools *self)
{
  gboolean selected = self->session && ct_session_get_n_selected (self->session) > 0;

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gboolean needs = actions[i].condition == WITH_SELECTION || actions[i].condition == EDITS_SELECTION;

      g_simple_action_set_enabled (find_action (self, actions[i].name), self->session && (selected || !needs));
    }
  if (!self->session)
    return;
  g_simple_action_set_state (find_action (self, "tool"),
                             g_variant_new_string (nick_of (CT_TYPE_TOOL, ct_session_get_tool (self->session))));
  g_simple_action_set_state (find_action (self, "select-mode"),
                             g_variant_new_string (
                                 nick_of (CT_TYPE_SELECT_MODE, ct_session_get_select_mode (self->session))));
}
