/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-eraser.h"

#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"

#define STEP_PX 3.0 /* between the points of a line at which notes are looked for */

struct _CtEraser
{
  CtSession *session;
  GHashTable *touched; /* guint64, owned */
};

CtEraser *
ct_eraser_new (CtSession *session)
{
  CtEraser *self = g_new0 (CtEraser, 1);

  self->session = session;
  self->touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
ct_eraser_free (CtEraser *self)
{
  g_hash_table_unref (self->touched);
  g_free (self);
}

gboolean
ct_eraser_rub (CtEraser *self, double width, double height, double from_x, double from_y, double to_x, double to_y)
{
  guint n_steps = MAX (1, (guint) ceil (hypot (to_x - from_x, to_y - from_y) / STEP_PX));
  guint n_before = g_hash_table_size (self->touched);

  for (guint i = 0; i <= n_steps; i++)
    {
      double share = (double) i / n_steps;
      guint64 id = ct_note_picker_pick (self->session, width, height, from_x + share * (to_x - from_x),
                                        from_y + share * (to_y - from_y), NULL);

      if (id && !g_hash_table_contains (self->touched, &id))
        g_hash_table_add (self->touched, g_memdup2 (&id, sizeof id));
    }
  return g_hash_table_size (self->touched) > n_before;
}

GArray *
ct_eraser_dup_preview (CtEraser *self)
{
  GArray *notes = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      CtEditNote note = *ct_document_get_note (ct_session_get_document (self->session), *(guint64 *) key);

      note.uncertain = TRUE;
      g_array_append_val (notes, note);
    }
  return notes;
}

guint64 *
ct_eraser_dup_ids (CtEraser *self, guint *n)
{
  guint64 *ids = g_new (guint64, g_hash_table_size (self->touched) + 1);
  GHashTableIter iter;
  gpointer key;

  *n = 0;
  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    ids[(*n)++] = *(guint64 *) key;
  return ids;
}
