/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/note-document.h"

#include "tests/support/timbre-document.h"
#include "ui/support/ct-track-palette.h"

CtDocument *
note_document_new (guint n_notes)
{
  CtDocument *document = ct_document_new ();
  CtEditScore *score;
  guint32 tracks[2];

  ct_document_begin (document, "Fill");
  for (guint i = 0; i < 2; i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, ct_track_palette_rgb (i));
      tracks[i] = ct_document_add_track (document, &track, -1);
    }
  for (guint i = 0; i < n_notes; i++)
    {
      CtEditNote note = { .onset_s = i,
                          .offset_s = i + 0.5,
                          .confidence = 0.5f,
                          .origin_frame = (gint32) (i * 86),
                          .track = tracks[i % 2],
                          .origin_midi = (guint8) (60 + i % 12),
                          .midi = (guint8) (60 + i % 12),
                          .velocity = 64,
                          .uncertain = i % 10 == 9 };

      ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
  score = ct_document_copy_score (document);
  ct_document_load_score (document, score);
  ct_edit_score_free (score);
  return document;
}

guint64
note_document_id (CtDocument *document, guint place)
{
  const CtEditScore *score = ct_document_get_score (document);

  g_assert_cmpuint (place, <, score->n_notes);
  return score->notes[place].id;
}
