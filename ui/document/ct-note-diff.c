/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-note-diff.h"

struct _CtNoteDiff
{
  GHashTable *after; /* ids (as pointers) of all notes after to whether they differ */
};

#define KEY(id) ((gpointer) (guintptr) (id))

static gboolean
differs (const CtEditNote *before, const CtEditNote *after)
{
  return before->midi != after->midi || before->onset_s != after->onset_s || before->offset_s != after->offset_s
         || before->track != after->track || before->uncertain != after->uncertain;
}

CtNoteDiff *
ct_note_diff_new (const CtEditScore *before, const CtEditScore *after)
{
  g_autoptr (GHashTable) were = g_hash_table_new (NULL, NULL);
  CtNoteDiff *self = g_new0 (CtNoteDiff, 1);

  self->after = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < before->n_notes; i++)
    g_hash_table_insert (were, KEY (before->notes[i].id), (gpointer) &before->notes[i]);
  for (gsize i = 0; i < after->n_notes; i++)
    {
      const CtEditNote *note = &after->notes[i], *was = g_hash_table_lookup (were, KEY (note->id));

      g_hash_table_insert (self->after, KEY (note->id), GINT_TO_POINTER (!was || differs (was, note)));
    }
  return self;
}

void
ct_note_diff_free (CtNoteDiff *self)
{
  g_hash_table_unref (self->after);
  g_free (self);
}

gboolean
ct_note_diff_has (const CtNoteDiff *self, guint64 id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->after, KEY (id)));
}

gboolean
ct_note_diff_lacks (const CtNoteDiff *self, guint64 id)
{
  return !g_hash_table_contains (self->after, KEY (id));
}
