/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-project.h"

#include <glib-object.h>
#include <stdlib.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-transcriber.h"
#include "ui/session/ct-display.h"

CtProject *
ct_project_new (void)
{
  CtProject *self = g_new0 (CtProject, 1);

  if (ct_edit_score_new (&self->score) != CT_STATUS_OK)
    g_error ("%s", ct_status_string (CT_STATUS_NO_MEMORY)); /* as GLib does where memory ends */
  return self;
}

void
ct_project_free (CtProject *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->recording, ct_recording_unref);
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  ct_edit_score_free (self->score);
  g_free (self->original);
  g_free (self->evidence_name);
  g_free (self->title);
  g_free (self);
}

static void
copy_view (CtSession *session, CtProjectView *view)
{
  CtDisplay *display = ct_session_get_display (session);

  *view = (CtProjectView){ .view = *ct_session_get_view (session),
                           .playhead_s = ct_session_get_playhead_s (session),
                           .loop_enabled = ct_session_get_loop_enabled (session),
                           .gain_db = ct_display_get_gain_db (display),
                           .contrast = ct_display_get_contrast (display),
                           .fundamentals = ct_display_get_fundamentals (display),
                           .color_map = ct_display_get_color_map (display),
                           .note_opacity = ct_display_get_note_opacity (display),
                           .show_uncertain = ct_display_get_show_uncertain (display),
                           .follow = ct_session_get_follow (session),
                           .current_track = ct_session_get_current_track (session),
                           .new_note_velocity = ct_session_get_new_note_velocity (session) };
  view->has_loop = ct_session_get_loop (session, &view->loop);
}

/* Notes refer to their origins by frame, which must exist in the evidence of the file. */
static void
forget_impossible_origins (CtProject *self)
{
  const CtPosteriorgram *posteriors = self->evidence ? self->evidence->analysis->posteriors : NULL;
  gsize n_frames = posteriors ? posteriors->n_frames : G_MAXINT32, n = 0;

  for (gsize i = 0; i < self->score->n_notes; i++)
    if (self->score->notes[i].origin_frame >= (gint64) n_frames)
      {
        self->score->notes[i].origin_frame = -1;
        self->score->notes[i].origin_midi = 0;
      }
  for (gsize i = 0; i < self->score->n_deleted; i++)
    if (self->score->deleted[i].origin_frame < (gint64) n_frames)
      self->score->deleted[n++] = self->score->deleted[i];
  self->score->n_deleted = n;
}

CtProject *
ct_project_copy_document (CtDocument *document, CtSession *session)
{
  CtProject *self = g_new0 (CtProject, 1);
  CtRecording *recording = ct_document_get_recording (document);
  CtEvidence *evidence = ct_document_get_evidence (document);

  self->recording = recording ? ct_recording_ref (recording) : NULL;
  self->evidence = evidence && evidence->analysis && evidence->analysis->posteriors ? ct_evidence_ref (evidence) : NULL;
  self->score = ct_document_copy_score (document);
  self->title = g_strdup (ct_document_get_title (document));
  /* during a step the notes are not in order */
  if (self->score->n_notes > 0)
    qsort (self->score->notes, self->score->n_notes, sizeof *self->score->notes, ct_edit_note_compare);
  forget_impossible_origins (self);
  if (session)
    {
      copy_view (session, &self->view);
      self->has_view = TRUE;
    }
  return self;
}

void
ct_project_set_evidence (CtProject *self, CtEvidence *evidence)
{
  if (evidence)
    ct_evidence_ref (evidence);
  g_clear_pointer (&self->evidence, ct_evidence_unref);
  self->evidence = evidence;
  forget_impossible_origins (self);
}

void
ct_project_load (const CtProject *self, CtDocument *document)
{
  ct_document_set_recording (document, self->recording);
  ct_document_set_evidence (document, self->evidence);
  ct_document_load_score (document, self->score);
}

void
ct_project_show (const CtProject *self, CtSession *session)
{
  const CtProjectView *view = &self->view;

  if (!self->has_view)
    return;
  ct_session_set_view (session, &view->view);
  ct_session_set_playhead_s (session, view->playhead_s);
  if (view->has_loop)
    ct_session_set_loop (session, &view->loop);
  else
    ct_session_clear_loop (session);
  ct_session_set_loop_enabled (session, view->loop_enabled);
  ct_session_set_follow (session, view->follow);
  if (view->current_track && ct_document_get_track (ct_session_get_document (session), view->current_track))
    ct_session_set_current_track (session, view->current_track);
  g_object_set (session, "new-note-velocity", view->new_note_velocity, NULL);
  g_object_set (ct_session_get_display (session), "gain-db", view->gain_db, "contrast", view->contrast, "fundamentals",
                view->fundamentals, "color-map", view->color_map, "note-opacity", view->note_opacity, "show-uncertain",
                view->show_uncertain, NULL);
}
