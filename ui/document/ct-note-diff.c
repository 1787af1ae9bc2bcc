/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-note-diff.h"

struct _CtNoteDiff
{
  GHashTable *kinds; /* id (as a pointer) to CtNoteDiffKind, without CT_NOTE_DIFF_NONE */
  GArray *marks;     /* CtNoteMark, of the same notes */
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

/* Either may be NULL. */
static void
take (CtNoteDiff *self, const CtEditNote *before, const CtEditNote *after)
{
  CtNoteMark mark = { .kind = kind_of (before, after) };

  if (mark.kind == CT_NOTE_DIFF_NONE)
    return;
  mark.note = mark.kind == CT_NOTE_DIFF_REMOVED ? *before : *after;
  g_hash_table_insert (self->kinds, KEY (mark.note.id), GINT_TO_POINTER (mark.kind));
  g_array_append_val (self->marks, mark);
}

CtNoteDiff *
ct_note_diff_new (const CtEditScore *before, const CtEditScore *after)
{
  g_autoptr (GHashTable) were = g_hash_table_new (NULL, NULL);
  CtNoteDiff *self = g_new0 (CtNoteDiff, 1);
  GHashTableIter iter;
  gpointer gone;

  self->kinds = g_hash_table_new (NULL, NULL);
  self->marks = g_array_new (FALSE, FALSE, sizeof (CtNoteMark));
  for (gsize i = 0; i < before->n_notes; i++)
    g_hash_table_insert (were, KEY (before->notes[i].id), (gpointer) &before->notes[i]);
  for (gsize i = 0; i < after->n_notes; i++)
    {
      const CtEditNote *note = &after->notes[i], *was = NULL;

      g_hash_table_steal_extended (were, KEY (note->id), NULL, (gpointer *) &was);
      take (self, was, note);
    }
  g_hash_table_iter_init (&iter, were);
  while (g_hash_table_iter_next (&iter, NULL, &gone))
    take (self, gone, NULL);
  return self;
}

void
ct_note_diff_free (CtNoteDiff *self)
{
  g_hash_table_unref (self->kinds);
  g_array_unref (self->marks);
  g_free (self);
}

CtNoteDiffKind
ct_note_diff_get (const CtNoteDiff *self, guint64 id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->kinds, KEY (id)));
}

const CtNoteMark *
ct_note_diff_get_marks (const CtNoteDiff *self, guint *n)
{
  *n = self->marks->len;
  return (const CtNoteMark *) self->marks->data;
}

guint
ct_note_diff_count (const CtNoteDiff *self, CtNoteDiffKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->marks->len; i++)
    n += g_array_index (self->marks, CtNoteMark, i).kind == kind;
  return n;
}
