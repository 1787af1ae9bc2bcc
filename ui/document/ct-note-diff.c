/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-note-diff.h"

struct _CtNoteDiff
{
  GHashTable *kinds; /* id (as a pointer) to CtNoteDiffKind, without CT_NOTE_DIFF_NONE */
  guint n[CT_N_NOTE_DIFF_KINDS];
};

#define KEY(id) ((gpointer) (guintptr) (id))

static CtNoteDiffKind
kind_of (const CtEditNote *before, const CtEditNote *after)
{
  gboolean was = before && !before->uncertain, is = after && !after->uncertain;

  if (!was || !is)
    return was ? CT_NOTE_DIFF_REMOVED : is ? CT_NOTE_DIFF_ADDED : CT_NOTE_DIFF_NONE;
  if (before->track != after->track)
    return CT_NOTE_DIFF_MOVED;
  if (before->onset_s != after->onset_s || before->offset_s != after->offset_s || before->midi != after->midi
      || before->velocity != after->velocity)
    return CT_NOTE_DIFF_CHANGED;
  return CT_NOTE_DIFF_NONE;
}

static void
take (CtNoteDiff *self, guint64 id, CtNoteDiffKind kind)
{
  if (kind == CT_NOTE_DIFF_NONE)
    return;
  g_hash_table_insert (self->kinds, KEY (id), GINT_TO_POINTER (kind));
  self->n[kind]++;
}

CtNoteDiff *
ct_note_diff_new (const CtEditScore *before, const CtEditScore *after)
{
  g_autoptr (GHashTable) were = g_hash_table_new (NULL, NULL);
  CtNoteDiff *self = g_new0 (CtNoteDiff, 1);
  GHashTableIter iter;
  gpointer gone;

  self->kinds = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < before->n_notes; i++)
    g_hash_table_insert (were, KEY (before->notes[i].id), (gpointer) &before->notes[i]);
  for (gsize i = 0; i < after->n_notes; i++)
    {
      const CtEditNote *note = &after->notes[i], *was = NULL;

      g_hash_table_steal_extended (were, KEY (note->id), NULL, (gpointer *) &was);
      take (self, note->id, kind_of (was, note));
    }
  g_hash_table_iter_init (&iter, were);
  while (g_hash_table_iter_next (&iter, NULL, &gone))
    take (self, ((const CtEditNote *) gone)->id, kind_of (gone, NULL));
  return self;
}

void
ct_note_diff_free (CtNoteDiff *self)
{
  g_hash_table_unref (self->kinds);
  g_free (self);
}

CtNoteDiffKind
ct_note_diff_get (const CtNoteDiff *self, guint64 id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->kinds, KEY (id)));
}

guint
ct_note_diff_count (const CtNoteDiff *self, CtNoteDiffKind kind)
{
  return self->n[kind];
}
