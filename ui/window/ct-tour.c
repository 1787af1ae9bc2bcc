/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-tour.h"

#include <glib-object.h>
#include <glib/gi18n.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-view.h"

struct _CtTour
{
  GObject parent_instance;
  CtPlayback *playback;
  CtSession *session; /* NULL while inactive */
  CtTourStep step;
  gboolean done;
  guint pause; /* source that advances from a done step */

  /* the state at the beginning of the step */
  CtView view;
  gsize n_tracks, n_soloed;
};

G_DEFINE_FINAL_TYPE (CtTour, ct_tour, G_TYPE_OBJECT)

static guint changed_signal;

static const struct
{
  const char *title;
  const char *text;
} steps[CT_N_TOUR_STEPS] = {
  /* Translators: the steps of the guided tour; each has a title and one or two short sentences */
  [CT_TOUR_LOOK] = { N_ ("What You See"), N_ ("Each bar is a note: its height is the pitch, its length the duration, "
                                              "its color the timbre. The sound itself glows behind it.") },
  [CT_TOUR_MOVE] = { N_ ("Look Around"),
                     /* Translators: F is the key that shows the whole song */
                     N_ ("Turn the wheel to scroll pitch; hold Shift to scroll time, Ctrl or Alt to zoom. Press F to "
                         "fit everything again.") },
  [CT_TOUR_PLAY]
  = { N_ ("Listen"),
      N_ ("Press Space to play or pause. Click the ruler to set the playhead, or drag on it to set a loop.") },
  [CT_TOUR_SOLO] = { N_ ("Solo a Track"),
                     /* Translators: S is a key and the label of the button that solos a track */
                     N_ ("Click S on a track, or press the S key, to hear that track alone, isolated from the "
                         "recording. Press S again to bring the others back.") },
  [CT_TOUR_CORRECT] = { N_ ("Correct a Note"),
                        /* Translators: the full stop is the key that selects the next note */
                        N_ ("Drag a note up or down, or drag one of its ends. Or select one with the “.” key and move "
                            "it with the arrow keys. Ctrl+Z undoes it.") },
  [CT_TOUR_TIMBRE] = { N_ ("One Track, One Timbre"),
                       /* Translators: “Merge” and “Split” are the buttons over the list of tracks */
                       N_ ("One instrument on two tracks? Select both, holding Ctrl for the second, and click Merge. "
                           "Two on one track? Split it by timbre.") },
  [CT_TOUR_SENSITIVITY]
  = { N_ ("More or Fewer Notes"),
      /* Translators: “Apply” is the button under the sliders */
      N_ ("Move a slider to preview which notes would appear or disappear, then click Apply. Your edits are kept.") },
  [CT_TOUR_KEEP] = { N_ ("Keep Your Work"), N_ ("Ctrl+S saves the project; Ctrl+E exports a MIDI file. Now open a "
                                                "recording of your own. All of this is also in Help (F1).") },
};

const char *
ct_tour_step_get_title (CtTourStep step)
{
  g_return_val_if_fail (step < CT_N_TOUR_STEPS, NULL);
  return _ (steps[step].title);
}

const char *
ct_tour_step_get_text (CtTourStep step)
{
  g_return_val_if_fail (step < CT_N_TOUR_STEPS, NULL);
  return _ (steps[step].text);
}

static const CtEditScore *
score_of (CtTour *self)
{
  return ct_document_get_score (ct_session_get_document (self->session));
}

static gsize
count_soloed (CtTour *self)
{
  const CtEditScore *score = score_of (self);
  gsize n = 0;

  for (gsize i = 0; i < score->n_tracks; i++)
    n += score->tracks[i].solo;
  return n;
}

static void
set_step (CtTour *self, CtTourStep step)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  self->step = step;
  self->done = FALSE;
  self->view = *ct_session_get_view (self->session);
  self->n_tracks = score_of (self)->n_tracks;
  self->n_soloed = count_soloed (self);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
go_on (gpointer data)
{
  CtTour *self = data;

  self->pause = 0;
  ct_tour_next (self);
  return G_SOURCE_REMOVE;
}

/* The user did what @step asks for: the tour advances a moment after the last such action. Ignored during another step.
 */
static void
did (CtTour *self, CtTourStep step)
{
  if (self->step != step)
    return;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (CT_TOUR_PAUSE_MS, go_on, self);
  if (self->done)
    return;
  self->done = TRUE;
  g_signal_emit (self, changed_signal, 0);
}

/* During playback the view pages by itself. */
static void
view_changed (CtTour *self)
{
  const CtView *view = ct_session_get_view (self->session), *before = &self->view;

  if (ct_playback_get_playing (self->playback))
    return;
  if (view->start_s != before->start_s || view->end_s != before->end_s || view->low_midi != before->low_midi
      || view->high_midi != before->high_midi)
    did (self, CT_TOUR_MOVE);
}

static void
document_changed (CtDocument *document, CtDocumentChange change, CtTour *self)
{
  if (score_of (self)->n_tracks != self->n_tracks)
    did (self, CT_TOUR_TIMBRE);
  else if (change & CT_DOCUMENT_NOTES)
    did (self, CT_TOUR_CORRECT);
  if (count_soloed (self) != self->n_soloed)
    did (self, CT_TOUR_SOLO);
  if (change & CT_DOCUMENT_OPTIONS)
    did (self, CT_TOUR_SENSITIVITY);
}

static void
modified_notified (CtDocument *document, GParamSpec *pspec, CtTour *self)
{
  if (!ct_document_get_modified (document) && ct_document_get_file (document))
    did (self, CT_TOUR_KEEP);
}

static void
playing_notified (CtTour *self)
{
  if (ct_playback_get_playing (self->playback))
    did (self, CT_TOUR_PLAY);
}

static void
connect_session (CtTour *self)
{
  CtDocument *document = ct_session_get_document (self->session);

  g_signal_connect_swapped (self->session, "view-changed", G_CALLBACK (view_changed), self);
  g_signal_connect (document, "changed", G_CALLBACK (document_changed), self);
  g_signal_connect (document, "notify::modified", G_CALLBACK (modified_notified), self);
  g_signal_connect_swapped (self->playback, "notify::playing", G_CALLBACK (playing_notified), self);
}

static void
release_session (CtTour *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (ct_session_get_document (self->session), self);
  g_signal_handlers_disconnect_by_data (self->playback, self);
  g_clear_object (&self->session);
}

void
ct_tour_begin (CtTour *self, CtSession *session)
{
  g_return_if_fail (CT_IS_TOUR (self));
  g_return_if_fail (CT_IS_SESSION (session));
  g_object_ref (session);
  if (self->session)
    release_session (self);
  self->session = session;
  connect_session (self);
  set_step (self, CT_TOUR_LOOK);
}

void
ct_tour_end (CtTour *self)
{
  g_return_if_fail (CT_IS_TOUR (self));
  if (!self->session)
    return;
  release_session (self);
  g_signal_emit (self, changed_signal, 0);
}

gboolean
ct_tour_get_active (CtTour *self)
{
  g_return_val_if_fail (CT_IS_TOUR (self), FALSE);
  return self->session != NULL;
}

CtTourStep
ct_tour_get_step (CtTour *self)
{
  g_return_val_if_fail (CT_IS_TOUR (self), CT_TOUR_LOOK);
  return self->step;
}

gboolean
ct_tour_get_done (CtTour *self)
{
  g_return_val_if_fail (CT_IS_TOUR (self), FALSE);
  return self->session && self->done;
}

void
ct_tour_next (CtTour *self)
{
  g_return_if_fail (CT_IS_TOUR (self));
  if (!self->session)
    return;
  if (self->step + 1 < CT_N_TOUR_STEPS)
    set_step (self, self->step + 1);
  else
    ct_tour_end (self);
}

void
ct_tour_back (CtTour *self)
{
  g_return_if_fail (CT_IS_TOUR (self));
  if (self->session && self->step > CT_TOUR_LOOK)
    set_step (self, self->step - 1);
}

static void
ct_tour_dispose (GObject *object)
{
  CtTour *self = CT_TOUR (object);

  if (self->session)
    release_session (self);
  g_clear_object (&self->playback);
  G_OBJECT_CLASS (ct_tour_parent_class)->dispose (object);
}

static void
ct_tour_class_init (CtTourClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_tour_dispose;
  changed_signal = g_signal_new ("changed", CT_TYPE_TOUR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ct_tour_init (CtTour *self)
{
}

CtTour *
ct_tour_new (CtPlayback *playback)
{
  CtTour *self;

  g_return_val_if_fail (CT_IS_PLAYBACK (playback), NULL);
  self = g_object_new (CT_TYPE_TOUR, NULL);
  self->playback = g_object_ref (playback);
  return self;
}
