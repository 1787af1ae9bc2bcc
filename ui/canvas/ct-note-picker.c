/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-picker.h"

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"

#define NEAR_PX 4.0        /* around a note where it can still be picked */
#define EDGE_PX 8.0        /* at the ends of a note that are its edges */
#define EDGE_SHARE 0.25    /* of its length, at most */
#define EDGES_FROM_PX 12.0 /* the edges of a shorter note lie outside it */

typedef struct
{
  double left, right, top, bottom; /* px */
} Box;

static Box
box_of (const CtView *view, double width, double height, const CtEditNote *note)
{
  return (Box){ .left = ct_view_x (view, width, note->onset_s),
                .right = ct_view_x (view, width, note->offset_s),
                .top = ct_view_y (view, height, note->midi + 0.5),
                .bottom = ct_view_y (view, height, note->midi - 0.5) };
}

static gboolean
is_in (const Box *box, double x, double y, double margin)
{
  return x >= box->left - margin && x <= box->right + margin && y >= box->top - margin && y <= box->bottom + margin;
}

static CtNotePart
part_at (const Box *box, double x)
{
  double length = box->right - box->left;
  double edge = length < EDGES_FROM_PX ? 0 : MIN (EDGE_PX, EDGE_SHARE * length);

  if (x < box->left + edge)
    return CT_NOTE_PART_START;
  if (x > box->right - edge)
    return CT_NOTE_PART_END;
  return CT_NOTE_PART_BODY;
}

/* 0: an uncertain note, 1: one that is not heard, 2: one that is. */
static int
prominence (CtSession *session, const CtEditNote *note)
{
  return note->uncertain ? 0 : ct_session_is_heard (session, note) ? 2 : 1;
}

/* How likely the user means this note rather than others in the same place; of equal ones the shorter is meant. */
static int
rank (CtSession *session, const CtEditNote *note, gboolean hit)
{
  return (hit ? 16 : 0) + (ct_session_is_heard (session, note) ? 8 : 0)
         + (note->track == ct_session_get_current_track (session) ? 4 : 0) + (note->uncertain ? 0 : 2)
         + (ct_selection_contains (ct_session_get_selection (session), note->id) ? 1 : 0);
}

guint64
ct_note_picker_pick (CtSession *session, double width, double height, double x, double y, CtNotePart *part)
{
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  const CtView *view = ct_session_get_view (session);
  const CtEditNote *best = NULL;
  int best_rank = -1;

  for (gsize i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];
      Box box = box_of (view, width, height, note);
      int its_rank;

      if (box.left > x + NEAR_PX)
        break; /* all others begin later */
      if (!is_in (&box, x, y, NEAR_PX) || !ct_session_can_pick (session, note))
        continue;
      its_rank = rank (session, note, is_in (&box, x, y, 0));
      if (its_rank < best_rank
          || (its_rank == best_rank && note->offset_s - note->onset_s >= best->offset_s - best->onset_s))
        continue;
      best = note;
      best_rank = its_rank;
    }
  if (part)
    {
      Box box = best ? box_of (view, width, height, best) : (Box){ 0 };

      *part = best ? part_at (&box, x) : CT_NOTE_PART_NONE;
    }
  return best ? best->id : 0;
}

static gboolean
meets (const CtEditNote *note, const CtView *box)
{
  return note->onset_s < box->end_s && note->offset_s > box->start_s && note->midi + 0.5 > box->low_midi
         && note->midi - 0.5 < box->high_midi;
}

guint64 *
ct_note_picker_pick_box (CtSession *session, const CtView *box, guint *n)
{
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  guint64 *ids = g_new (guint64, score->n_notes + 1);
  int most = 0;

  *n = 0;
  for (gsize i = 0; i < score->n_notes && score->notes[i].onset_s < box->end_s; i++)
    {
      const CtEditNote *note = &score->notes[i];
      int its = meets (note, box) && ct_session_can_pick (session, note) ? prominence (session, note) : -1;

      if (its < most)
        continue;
      if (its > most)
        *n = 0;
      most = its;
      ids[(*n)++] = note->id;
    }
  return ids;
}
