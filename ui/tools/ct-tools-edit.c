/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions that edit the selected notes, or add some. */
#include "ui/tools/ct-tools-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-grid-edits.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-note-select.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-snap.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

#define PAN_SHARE 0.1 /* of the view, where nothing is selected to be nudged */
#define OCTAVE_PAN_SHARE 0.4
#define VELOCITY_STEP 8
#define KEY_DRAWN_S 0.25

typedef guint64 *(*Making) (CtDocument *document, const guint64 *ids, guint n, guint *n_made);
typedef guint (*Changing) (CtDocument *document, const guint64 *ids, guint n);

static guint64 *
dup_picked (CtTools *self, guint *n)
{
  return ct_note_edits_dup_picked (self->session, n);
}

static void
select_made (CtTools *self, const guint64 *made, guint n)
{
  if (made)
    ct_selection_set (ct_session_get_selection (self->session), made, n);
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

/* Whether the review of uncertain notes goes on when the selection is dealt with: it is the note that was stepped to.
 */
static gboolean
is_reviewing (CtTools *self)
{
  CtSelection *selection = ct_session_get_selection (self->session);
  const CtEditNote *note = ct_document_get_note (ct_tools_get_document (self), self->reviewed);

  return note && note->uncertain && ct_selection_get_n (selection) == 1
         && ct_selection_contains (selection, self->reviewed);
}

static void
go_on_reviewing (CtTools *self)
{
  if (ct_note_select_count_uncertain (self->session) > 0)
    g_action_group_activate_action (ct_tools_get_actions (self), "next-uncertain", NULL);
  else
    ct_tools_toast (self, _ ("That was the last uncertain note."), FALSE);
}

/* Dismisses the uncertain note that was stepped to: it never comes back. */
static void
dismiss (CtTools *self)
{
  guint64 dismissed = self->reviewed;

  /* from where it is; the score's order knows no place of a note that is gone */
  ct_note_select_step_uncertain (self->session, 1);
  self->reviewed = ct_selection_get_cursor (ct_session_get_selection (self->session));
  ct_note_edits_delete (ct_tools_get_document (self), &dismissed, 1);
  if (self->reviewed == dismissed)
    go_on_reviewing (self);
  else
    ct_tools_audition_cursor (self);
}

static void delete (CtTools *self, GVariant *parameter, double amount)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);
  g_autofree char *text = NULL;

  if (is_reviewing (self))
    {
      dismiss (self);
      return;
    }
  n = ct_note_edits_delete (ct_tools_get_document (self), ids, n);
  if (n < 2)
    return;
  text = g_strdup_printf (ngettext ("%u note deleted", "%u notes deleted", n), n);
  ct_tools_toast (self, text, TRUE);
}

static void
copy (CtTools *self, GVariant *parameter, double amount)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  ct_tools_copy (self, ids, n, FALSE);
}

static void
cut (CtTools *self, GVariant *parameter, double amount)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  ct_tools_copy (self, ids, n, TRUE);
}

static void
paste (CtTools *self, GVariant *parameter, double amount)
{
  ct_tools_paste (self, ct_session_get_playhead_s (self->session));
}

static void
paste_in_place (CtTools *self, GVariant *parameter, double amount)
{
  ct_tools_paste (self, -1);
}

static void
paste_here (CtTools *self, GVariant *parameter, double amount)
{
  const CtView *view = ct_session_get_view (self->session);
  double time_s = (view->start_s + view->end_s) / 2, midi;

  if (self->menu_x >= 0)
    ct_tools_locate (self, self->menu_x, 0, &time_s, &midi);
  ct_tools_paste (self, MAX (time_s, 0));
}

static void
duplicate (CtTools *self, GVariant *parameter, double amount)
{
  make (self, ct_note_edits_duplicate, _ ("There is no room after these notes."));
}

static void
split_at_playhead (CtTools *self, GVariant *parameter, double amount)
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
join (CtTools *self, GVariant *parameter, double amount)
{
  make (self, ct_note_edits_join, _ ("Only consecutive notes of the same pitch and track can be joined."));
}

static void
accept_uncertain (CtTools *self, GVariant *parameter, double amount)
{
  gboolean reviewing = is_reviewing (self);

  change (self, ct_note_edits_accept);
  if (reviewing)
    go_on_reviewing (self);
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
move_to_track (CtTools *self, GVariant *parameter, double amount)
{
  move_to (self, ct_document_get_track (ct_tools_get_document (self), g_variant_get_uint32 (parameter)));
}

static void
move_to_track_number (CtTools *self, GVariant *parameter, double amount)
{
  const CtEditScore *score = ct_document_get_score (ct_tools_get_document (self));
  guint32 number = g_variant_get_uint32 (parameter);

  move_to (self, number >= 1 && number <= score->n_tracks ? &score->tracks[number - 1] : NULL);
}

/* ---- nudges ---- */

/* By @amount steps of time or of the grid; the view, where nothing is selected. */
static void
nudge (CtTools *self, GVariant *parameter, double amount)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (n == 0)
    ct_session_pan (self->session, amount * PAN_SHARE, 0);
  else if (ct_session_get_snap_map (self->session))
    ct_grid_edits_nudge (ct_tools_get_document (self), ids, n, ct_session_get_grid (self->session), (int) amount);
  else
    ct_note_edits_nudge_time (ct_tools_get_document (self), ids, n, amount * CT_NOTE_NUDGE_S);
}

/* By @amount semitones; the view, where nothing is selected. */
static void
transpose (CtTools *self, GVariant *parameter, double amount)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (n == 0)
    ct_session_pan (self->session, 0, copysign (fabs (amount) < 12 ? PAN_SHARE : OCTAVE_PAN_SHARE, amount));
  else if (ct_note_edits_nudge_pitch (ct_tools_get_document (self), ids, n, (int) amount))
    ct_tools_audition_cursor (self);
}

static void
nudge_edge (CtTools *self, CtNoteEdge edge, double amount)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (ct_session_get_snap_map (self->session))
    ct_grid_edits_nudge_edge (ct_tools_get_document (self), ids, n, ct_session_get_grid (self->session), edge,
                              (int) amount);
  else
    ct_note_edits_nudge_edge (ct_tools_get_document (self), ids, n, edge, amount * CT_NOTE_NUDGE_S);
}

static void
lengthen (CtTools *self, GVariant *parameter, double amount)
{
  nudge_edge (self, CT_NOTE_END, amount);
}

static void
delay_start (CtTools *self, GVariant *parameter, double amount)
{
  nudge_edge (self, CT_NOTE_START, amount);
}

static void
change_velocity (CtTools *self, double value, gboolean relative)
{
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);

  if (ct_note_edits_set (ct_tools_get_document (self), ids, n, CT_NOTE_VELOCITY, value, relative))
    ct_tools_audition_cursor (self);
}

static void
add_velocity (CtTools *self, GVariant *parameter, double amount)
{
  change_velocity (self, amount, TRUE);
}

static void
set_velocity (CtTools *self, GVariant *parameter, double amount)
{
  change_velocity (self, MIN (g_variant_get_uint32 (parameter), 127), FALSE);
}

/* At the pitch of the note the keyboard is at, or in the middle of what is visible. */
static void
draw_at_playhead (CtTools *self, GVariant *parameter, double amount)
{
  CtDocument *document = ct_tools_get_document (self);
  const CtEditNote *near = ct_document_get_note (document,
                                                 ct_selection_get_cursor (ct_session_get_selection (self->session)));
  const CtView *view = ct_session_get_view (self->session);
  int midi = near ? near->midi : (int) lround ((view->low_midi + view->high_midi) / 2);
  CtTimeSpan span = ct_snap_note (self->session, ct_session_get_playhead_s (self->session), KEY_DRAWN_S);
  guint64 id = ct_note_edits_draw (document, ct_session_get_current_track (self->session), midi, span.start_s,
                                   span.end_s, ct_session_get_new_note_velocity (self->session));

  if (!id)
    {
      ct_tools_explain_locked (self);
      return;
    }
  ct_selection_set (ct_session_get_selection (self->session), &id, 1);
  ct_session_reveal (self->session, span.start_s, midi);
  ct_tools_audition_cursor (self);
}

/* ---- the grid ---- */

static void
toggle_snap (CtTools *self, GVariant *parameter, double amount)
{
  g_autofree char *name = ct_note_text_dup_grid (ct_session_get_grid (self->session)), *text = NULL;
  gboolean snap = !ct_session_get_snap (self->session);

  if (!ct_document_get_tempo_map (ct_tools_get_document (self)))
    {
      ct_tools_toast (self, _ ("There are no beats to snap to"), FALSE);
      return;
    }
  ct_session_set_snap (self->session, snap);
  /* Translators: %s is a grid, such as 1/16 */
  text = snap ? g_strdup_printf (_ ("Notes snap to %s"), name) : g_strdup (_ ("Notes do not snap to the grid"));
  ct_tools_toast (self, text, FALSE);
}

/* The selected notes; where nothing is selected, all. */
static void
as_heard (CtTools *self, GVariant *parameter, double amount)
{
  CtDocument *document = ct_tools_get_document (self);
  const CtEditScore *score = ct_document_get_score (document);
  guint n;
  g_autofree guint64 *ids = dup_picked (self, &n);
  g_autofree char *text = NULL;

  if (n == 0)
    {
      g_free (ids);
      ids = g_new0 (guint64, score->n_notes + 1);
      n = (guint) score->n_notes;
      for (guint i = 0; i < n; i++)
        ids[i] = score->notes[i].id;
    }
  n = ct_grid_edits_restore (document, ids, n);
  text = n > 0 ? g_strdup_printf (ngettext ("%u note as heard", "%u notes as heard", n), n)
               : g_strdup (_ ("These notes are where they were heard"));
  ct_tools_toast (self, text, n > 0);
}

#define EDITS_SELECTION (CT_TOOL_EDITS | CT_TOOL_NEEDS_SELECTION)

const CtToolAction ct_tools_edit_actions[] = {
  { "accept-uncertain", accept_uncertain, EDITS_SELECTION },
  { "as-heard", as_heard, CT_TOOL_EDITS },
  { "copy", copy, CT_TOOL_NEEDS_SELECTION },
  { "cut", cut, EDITS_SELECTION },
  { "delete", delete, EDITS_SELECTION },
  { "draw-at-playhead", draw_at_playhead, CT_TOOL_EDITS },
  { "duplicate", duplicate, EDITS_SELECTION },
  { "join", join, EDITS_SELECTION },
  { "longer", lengthen, EDITS_SELECTION, .amount = 1 },
  { "louder", add_velocity, EDITS_SELECTION, .amount = VELOCITY_STEP },
  { "move-to-track", move_to_track, EDITS_SELECTION, .type = "u" },
  { "move-to-track-number", move_to_track_number, EDITS_SELECTION, .type = "u" },
  { "nudge-down", transpose, CT_TOOL_EDITS, .amount = -1 },
  { "nudge-left", nudge, CT_TOOL_EDITS, .amount = -1 },
  { "nudge-right", nudge, CT_TOOL_EDITS, .amount = 1 },
  { "nudge-up", transpose, CT_TOOL_EDITS, .amount = 1 },
  { "octave-down", transpose, CT_TOOL_EDITS, .amount = -12 },
  { "octave-up", transpose, CT_TOOL_EDITS, .amount = 12 },
  { "paste", paste, CT_TOOL_EDITS },
  { "paste-here", paste_here, CT_TOOL_EDITS },
  { "paste-in-place", paste_in_place, CT_TOOL_EDITS },
  { "set-velocity", set_velocity, EDITS_SELECTION, .type = "u" },
  { "shorter", lengthen, EDITS_SELECTION, .amount = -1 },
  { "snap", toggle_snap },
  { "softer", add_velocity, EDITS_SELECTION, .amount = -VELOCITY_STEP },
  { "split-at-playhead", split_at_playhead, EDITS_SELECTION },
  { "start-earlier", delay_start, EDITS_SELECTION, .amount = -1 },
  { "start-later", delay_start, EDITS_SELECTION, .amount = 1 },
  { NULL },
};
