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
#define OPENING_S 20.0    /* a stretch on which notes can be told apart */
#define MARGIN_MIDI 3.0
#define MARGIN_SHARE 0.04 /* of the span, around what is fitted */

static double
length_s (CtSession *self)
{
  double duration_s = ct_document_get_duration_s (self->document);

  return duration_s > 0 ? duration_s : EMPTY_SPAN_S;
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

  now = *view;
  ct_view_clamp (&now, length_s (self));
  self->fitted = TRUE;
  if (ct_view_equal (&now, &self->view))
    return;
  self->view = now;
  ct_session_emit (self, CT_SESSION_VIEW_CHANGED);
}

void
ct_session_zoom_time (CtSession *self, double factor, double time_s)
{
  CtView view;

  g_return_if_fail (CT_IS_SESSION (self));
  g_return_if_fail (factor > 0);
  view = self->view;
  ct_view_zoom_time (&view, factor, time_s, length_s (self));
  ct_session_set_view (self, &view);
}

void
ct_session_zoom_pitch (CtSession *self, double factor, double midi)
{
  CtView view;

  g_return_if_fail (CT_IS_SESSION (self));
  g_return_if_fail (factor > 0);
  view = self->view;
  ct_view_zoom_pitch (&view, factor, midi);
  ct_session_set_view (self, &view);
}

void
ct_session_pan (CtSession *self, double time_share, double pitch_share)
{
  CtView view;

  g_return_if_fail (CT_IS_SESSION (self));
  view = self->view;
  ct_view_pan (&view, time_share, pitch_share);
  ct_session_set_view (self, &view);
}

void
ct_session_reveal (CtSession *self, double time_s, double midi)
{
  CtView view;

  g_return_if_fail (CT_IS_SESSION (self));
  view = self->view;
  ct_view_reveal (&view, time_s, midi);
  ct_session_set_view (self, &view);
}

/* Widens @view, empty at first, so that it contains @note. */
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

static void
view_of_all (CtSession *self, CtView *view)
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
  ct_view_clamp (view, length_s (self));
}

void
ct_session_view_of_opening (CtSession *self, CtView *view)
{
  view_of_all (self, view);
  /* a little more is no reason to leave the rest out */
  if (view->end_s - view->start_s > 1.5 * OPENING_S)
    view->end_s = view->start_s + OPENING_S;
}

void
ct_session_fit_all (CtSession *self)
{
  CtView view;

  g_return_if_fail (CT_IS_SESSION (self));
  view_of_all (self, &view);
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
