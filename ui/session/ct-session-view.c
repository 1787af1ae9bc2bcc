/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the document is visible. */
#include "ui/session/ct-session-private.h"

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define EMPTY_SPAN_S 10.0 /* what a document without a length shows */
#define END_SHARE 0.5     /* of the visible span that may lie beyond the end */
#define MARGIN_MIDI 3.0
#define MARGIN_SHARE 0.04 /* of the span, around what is fitted */

static double
length_s (CtSession *self)
{
  double duration_s = ct_document_get_duration_s (self->document);

  return duration_s > 0 ? duration_s : EMPTY_SPAN_S;
}

static CtView
clamped (CtSession *self, const CtView *wanted)
{
  double all_s = length_s (self);
  double span_s = CLAMP (wanted->end_s - wanted->start_s, CT_VIEW_MIN_SPAN_S, MAX (all_s * 1.1, CT_VIEW_MIN_SPAN_S));
  double span_midi = CLAMP (wanted->high_midi - wanted->low_midi, CT_VIEW_MIN_SPAN_MIDI,
                            CT_VIEW_HIGH_MIDI - CT_VIEW_LOW_MIDI);
  double last_s = MAX (0, all_s - span_s * (1 - END_SHARE));
  CtView view = { .start_s = CLAMP (wanted->start_s, 0, last_s),
                  .low_midi = CLAMP (wanted->low_midi, CT_VIEW_LOW_MIDI, CT_VIEW_HIGH_MIDI - span_midi) };

  view.end_s = view.start_s + span_s;
  view.high_midi = view.low_midi + span_midi;
  return view;
}

const CtView *
ct_session_get_view (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return &self->view;
}

void
ct_session_set_view (CtSession *self, const CtView *view)
{
  CtView now;

  g_return_if_fail (CT_IS_SESSION (self));
  g_return_if_fail (view->start_s == view->start_s && view->end_s == view->end_s);

  now = clamped (self, view);
  self->fitted = TRUE;
  if (ct_view_equal (&now, &self->view))
    return;
  self->view = now;
  ct_session_emit (self, CT_SESSION_VIEW_CHANGED);
}

void
ct_session_zoom_time (CtSession *self, double factor, double time_s)
{
  CtView view = self->view;
  double span_s = view.end_s - view.start_s, share = (time_s - view.start_s) / span_s;

  g_return_if_fail (factor > 0);
  span_s = CLAMP (span_s * factor, CT_VIEW_MIN_SPAN_S, MAX (length_s (self) * 1.1, CT_VIEW_MIN_SPAN_S));
  view.start_s = time_s - share * span_s;
  view.end_s = view.start_s + span_s;
  ct_session_set_view (self, &view);
}

void
ct_session_zoom_pitch (CtSession *self, double factor, double midi)
{
  CtView view = self->view;
  double span = view.high_midi - view.low_midi, share = (midi - view.low_midi) / span;

  g_return_if_fail (factor > 0);
  span = CLAMP (span * factor, CT_VIEW_MIN_SPAN_MIDI, CT_VIEW_HIGH_MIDI - CT_VIEW_LOW_MIDI);
  view.low_midi = midi - share * span;
  view.high_midi = view.low_midi + span;
  ct_session_set_view (self, &view);
}

void
ct_session_pan (CtSession *self, double time_share, double pitch_share)
{
  CtView view = self->view;
  double time_s = time_share * (view.end_s - view.start_s), midi = pitch_share * (view.high_midi - view.low_midi);

  view.start_s += time_s;
  view.end_s += time_s;
  view.low_midi += midi;
  view.high_midi += midi;
  ct_session_set_view (self, &view);
}

/* Widens @view, empty at first, so that it holds @note. */
static void
include (CtView *view, gboolean *empty, const CtEditNote *note)
{
  if (*empty)
    *view = (CtView){ note->onset_s, note->offset_s, note->midi, note->midi };
  *empty = FALSE;
  view->start_s = MIN (view->start_s, note->onset_s);
  view->end_s = MAX (view->end_s, note->offset_s);
  view->low_midi = MIN (view->low_midi, note->midi);
  view->high_midi = MAX (view->high_midi, note->midi);
}

void
ct_session_view_of_all (CtSession *self, CtView *view)
{
  const CtEditScore *score = ct_document_get_score (self->document);
  gboolean empty = TRUE;

  for (gsize i = 0; i < score->n_notes; i++)
    if (!score->notes[i].uncertain)
      include (view, &empty, &score->notes[i]);
  if (empty)
    *view = (CtView){ 0, 0, 36, 96 };
  view->start_s = 0;
  view->end_s = length_s (self);
  view->low_midi = MAX (view->low_midi - MARGIN_MIDI, CT_VIEW_LOW_MIDI);
  view->high_midi = MIN (view->high_midi + MARGIN_MIDI, CT_VIEW_HIGH_MIDI);
  *view = clamped (self, view);
}

void
ct_session_fit_all (CtSession *self)
{
  CtView view;

  g_return_if_fail (CT_IS_SESSION (self));
  ct_session_view_of_all (self, &view);
  ct_session_set_view (self, &view);
}

void
ct_session_fit_selection (CtSession *self)
{
  g_autofree guint64 *ids = NULL;
  CtView view;
  gboolean empty = TRUE;
  guint n;
  double margin_s;

  g_return_if_fail (CT_IS_SESSION (self));
  ids = ct_selection_dup (self->selection, &n);
  for (guint i = 0; i < n; i++)
    include (&view, &empty, ct_document_get_note (self->document, ids[i]));
  if (empty)
    return;
  margin_s = MARGIN_SHARE * (view.end_s - view.start_s);
  view.start_s -= margin_s;
  view.end_s += margin_s;
  view.low_midi -= MARGIN_MIDI;
  view.high_midi += MARGIN_MIDI;
  ct_session_set_view (self, &view);
}

/* How far [low, high] must move so that @value lies inside, a margin away from its ends. */
static double
shift_to (double value, double low, double high)
{
  double margin = MARGIN_SHARE * (high - low);

  if (value < low + margin)
    return value - margin - low;
  if (value > high - margin)
    return value + margin - high;
  return 0;
}

void
ct_session_reveal (CtSession *self, double time_s, double midi)
{
  CtView view;
  double move_s, move_midi;

  g_return_if_fail (CT_IS_SESSION (self));
  view = self->view;
  move_s = shift_to (time_s, view.start_s, view.end_s);
  move_midi = shift_to (midi, view.low_midi, view.high_midi);
  view.start_s += move_s;
  view.end_s += move_s;
  view.low_midi += move_midi;
  view.high_midi += move_midi;
  ct_session_set_view (self, &view);
}
