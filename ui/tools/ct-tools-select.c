/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions that select notes, and step from one to the next. */
#include "ui/tools/ct-tools-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-select.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/tools/ct-tools.h"

static void
select_all (CtTools *self, GVariant *parameter, double amount)
{
  ct_note_select_all (self->session);
}

static void
select_track (CtTools *self, GVariant *parameter, double amount)
{
  ct_note_select_track (self->session, ct_session_get_current_track (self->session));
}

static void
select_invert (CtTools *self, GVariant *parameter, double amount)
{
  ct_note_select_invert (self->session);
}

static void
select_none (CtTools *self, GVariant *parameter, double amount)
{
  ct_selection_clear (ct_session_get_selection (self->session));
}

static void
report_selected (CtTools *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u note selected", "%u notes selected", n), n);

  ct_tools_toast (self, text, FALSE);
}

static void
select_similar_timbre (CtTools *self, GVariant *parameter, double amount)
{
  guint n = ct_note_select_similar_timbre (self->session);

  if (n > 0)
    report_selected (self, n);
  else
    ct_tools_toast (self, _ ("The timbre of these notes is unknown: they were drawn or imported."), FALSE);
}

static void
select_pitch_range (CtTools *self, GVariant *parameter, double amount)
{
  const CtView *view = ct_session_get_view (self->session);
  int low, high;

  if (!ct_note_select_get_pitch_range (self->session, &low, &high))
    {
      low = (int) ceil (view->low_midi);
      high = (int) floor (view->high_midi);
    }
  report_selected (self, ct_note_select_pitch_range (self->session, low, high));
}

/* The current track; 0, any, where that has nothing to step to: it is not heard beside a soloed one, hidden, or locked.
 */
static guint32
track_to_walk (CtTools *self)
{
  CtDocument *document = ct_tools_get_document (self);
  const CtEditTrack *track = ct_document_get_track (document, ct_session_get_current_track (self->session));

  return track && track->visible && !track->locked
                 && ct_edit_score_track_is_heard (ct_document_get_score (document), track)
             ? track->id
             : 0;
}

/* By @amount notes of the current track, 1 or -1. */
static void
step (CtTools *self, GVariant *parameter, double amount)
{
  if (ct_note_select_step (self->session, (int) amount, track_to_walk (self), FALSE))
    ct_tools_audition_cursor (self);
}

static void
extend (CtTools *self, GVariant *parameter, double amount)
{
  if (ct_note_select_step (self->session, (int) amount, track_to_walk (self), TRUE))
    ct_tools_audition_cursor (self);
}

/* By @amount notes of any track, which becomes the current one. */
static void
step_anywhere (CtTools *self, GVariant *parameter, double amount)
{
  guint64 id = ct_note_select_step (self->session, (int) amount, 0, FALSE);

  if (!id)
    return;
  ct_session_set_current_track (self->session, ct_document_get_note (ct_tools_get_document (self), id)->track);
  ct_tools_audition_cursor (self);
}

/* By @amount uncertain notes, 1 or -1. */
static void
step_uncertain (CtTools *self, GVariant *parameter, double amount)
{
  self->reviewed = ct_note_select_step_uncertain (self->session, (int) amount);
  if (self->reviewed)
    ct_tools_audition_cursor (self);
  else
    ct_tools_toast (self, _ ("No uncertain notes are left."), FALSE);
}

const CtToolAction ct_tools_select_actions[] = {
  { "extend-next", extend, .amount = 1 },
  { "extend-previous", extend, .amount = -1 },
  { "next", step, .amount = 1 },
  { "next-anywhere", step_anywhere, .amount = 1 },
  { "next-uncertain", step_uncertain, .amount = 1 },
  { "previous", step, .amount = -1 },
  { "previous-anywhere", step_anywhere, .amount = -1 },
  { "previous-uncertain", step_uncertain, .amount = -1 },
  { "select-all", select_all },
  { "select-invert", select_invert },
  { "select-none", select_none, CT_TOOL_NEEDS_SELECTION },
  { "select-pitch-range", select_pitch_range },
  { "select-similar-timbre", select_similar_timbre, CT_TOOL_NEEDS_SELECTION },
  { "select-track", select_track },
  { NULL },
};
