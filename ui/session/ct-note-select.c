/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-note-select.h"

#include "core/timbre/ct-embedding.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-view.h"

#define MAX_EXAMPLES 256 /* selected notes whose timbres are compared */

typedef gboolean (*Wanted) (CtSession *session, const CtEditNote *note, gpointer data);

/* Selects all notes that are @wanted. */
static guint
select_where (CtSession *session, gboolean uncertain, Wanted wanted, gpointer data)
{
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  g_autofree guint64 *ids = g_new (guint64, score->n_notes + 1);
  guint n = 0;

  for (gsize i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];

      if ((uncertain || !note->uncertain) && ct_session_can_pick (session, note) && wanted (session, note, data))
        ids[n++] = note->id;
    }
  ct_selection_set (ct_session_get_selection (session), ids, n);
  return n;
}

static gboolean
is_any (CtSession *session, const CtEditNote *note, gpointer data)
{
  return TRUE;
}

guint
ct_note_select_all (CtSession *session)
{
  return select_where (session, FALSE, is_any, NULL);
}

static gboolean
is_on_track (CtSession *session, const CtEditNote *note, gpointer track)
{
  return note->track == *(guint32 *) track;
}

guint
ct_note_select_track (CtSession *session, guint32 track)
{
  return select_where (session, FALSE, is_on_track, &track);
}

static gboolean
is_not_selected (CtSession *session, const CtEditNote *note, gpointer data)
{
  return !ct_selection_contains (ct_session_get_selection (session), note->id);
}

guint
ct_note_select_invert (CtSession *session)
{
  return select_where (session, FALSE, is_not_selected, NULL);
}

typedef struct
{
  int low, high;
} Range;

static gboolean
is_in_range (CtSession *session, const CtEditNote *note, gpointer data)
{
  const Range *range = data;

  return note->midi >= range->low && note->midi <= range->high;
}

guint
ct_note_select_pitch_range (CtSession *session, int low_midi, int high_midi)
{
  Range range = { MIN (low_midi, high_midi), MAX (low_midi, high_midi) };

  return select_where (session, FALSE, is_in_range, &range);
}

gboolean
ct_note_select_get_pitch_range (CtSession *session, int *low_midi, int *high_midi)
{
  guint n;
  g_autofree guint64 *ids = ct_selection_dup (ct_session_get_selection (session), &n);

  *low_midi = 127;
  *high_midi = 0;
  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (ct_session_get_document (session), ids[i]);

      *low_midi = MIN (*low_midi, note->midi);
      *high_midi = MAX (*high_midi, note->midi);
    }
  return n > 0;
}

/* ---- timbre ---- */

typedef struct
{
  const CtEvidence *evidence;
  const float *examples[MAX_EXAMPLES];
  guint n;
} Timbres;

static gboolean
sounds_alike (CtSession *session, const CtEditNote *note, gpointer data)
{
  const Timbres *timbres = data;
  const float *timbre = ct_evidence_embedding (timbres->evidence, note);

  if (ct_selection_contains (ct_session_get_selection (session), note->id))
    return TRUE;
  for (guint i = 0; timbre && i < timbres->n; i++)
    if (ct_embedding_cosine (timbre, timbres->examples[i]) >= CT_NOTE_SELECT_ALIKE)
      return TRUE;
  return FALSE;
}

guint
ct_note_select_similar_timbre (CtSession *session)
{
  CtDocument *document = ct_session_get_document (session);
  Timbres timbres = { .evidence = ct_document_get_evidence (document) };
  guint n;
  g_autofree guint64 *ids = ct_selection_dup (ct_session_get_selection (session), &n);

  for (guint i = 0; timbres.evidence && i < n && timbres.n < MAX_EXAMPLES; i++)
    {
      const float *timbre = ct_evidence_embedding (timbres.evidence, ct_document_get_note (document, ids[i]));

      if (timbre)
        timbres.examples[timbres.n++] = timbre;
    }
  if (timbres.n == 0)
    return 0;
  return select_where (session, FALSE, sounds_alike, &timbres);
}

/* ---- by keyboard ---- */

/* Where stepping begins: beside the note with the keyboard cursor, else at the left end of the view. */
static gssize
first_place (CtSession *session, const CtEditScore *score, int step)
{
  guint64 cursor = ct_selection_get_cursor (ct_session_get_selection (session));
  double start_s = ct_session_get_view (session)->start_s;
  gssize n = (gssize) score->n_notes, place = 0;

  for (gssize i = 0; cursor && i < n; i++)
    if (score->notes[i].id == cursor)
      return i + step;
  while (place < n && score->notes[place].onset_s < start_s)
    place++;
  return step > 0 ? place : place - 1;
}

/* By value: who listens to the selection may change the score. */
static guint64
go_to (CtSession *session, CtEditNote note, gboolean extend)
{
  CtSelection *selection = ct_session_get_selection (session);

  if (extend)
    ct_selection_select (selection, note.id, TRUE);
  else
    ct_selection_set (selection, &note.id, 1);
  ct_selection_set_cursor (selection, note.id);
  ct_session_reveal (session, note.onset_s, note.midi);
  return note.id;
}

guint64
ct_note_select_step (CtSession *session, int step, guint32 track, gboolean extend)
{
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  gssize n = (gssize) score->n_notes;

  for (gssize i = first_place (session, score, step); i >= 0 && i < n; i += step)
    {
      const CtEditNote *note = &score->notes[i];

      if ((track == 0 || note->track == track) && ct_session_can_pick (session, note)
          && ct_session_is_heard (session, note))
        return go_to (session, *note, extend);
    }
  return 0;
}

/* ---- uncertain notes ---- */

static gboolean
is_left (CtSession *session, const CtEditNote *note)
{
  const CtEditTrack *track = ct_document_get_track (ct_session_get_document (session), note->track);

  return note->uncertain && track && track->visible && !track->locked;
}

guint
ct_note_select_count_uncertain (CtSession *session)
{
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  guint n = 0;

  for (gsize i = 0; i < score->n_notes; i++)
    n += is_left (session, &score->notes[i]);
  return n;
}

guint64
ct_note_select_step_uncertain (CtSession *session, int step)
{
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  gssize n = (gssize) score->n_notes, first = first_place (session, score, step);

  g_object_set (ct_session_get_display (session), "reviewing", TRUE, NULL);
  for (gssize i = 0; i < n; i++)
    {
      gssize place = (first + step * i + 2 * n) % n;

      if (is_left (session, &score->notes[place]))
        return go_to (session, score->notes[place], FALSE);
    }
  return 0;
}
