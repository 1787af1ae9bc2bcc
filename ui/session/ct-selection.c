/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-selection.h"

#include <glib-object.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"

struct _CtSelection
{
  GObject parent_instance;

  CtDocument *document;
  GHashTable *ids; /* guint64, owned */
  guint64 cursor;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (CtSelection, ct_selection, G_TYPE_OBJECT)

static void
emit_changed (CtSelection *self)
{
  g_signal_emit (self, changed_signal, 0);
}

gboolean
ct_selection_contains (CtSelection *self, guint64 id)
{
  g_return_val_if_fail (CT_IS_SELECTION (self), FALSE);
  return g_hash_table_contains (self->ids, &id);
}

guint
ct_selection_get_n (CtSelection *self)
{
  g_return_val_if_fail (CT_IS_SELECTION (self), 0);
  return g_hash_table_size (self->ids);
}

guint64 *
ct_selection_dup (CtSelection *self, guint *n)
{
  const CtEditScore *score;
  guint64 *ids;

  g_return_val_if_fail (CT_IS_SELECTION (self), NULL);
  score = ct_document_get_score (self->document);
  ids = g_new (guint64, g_hash_table_size (self->ids) + 1);
  *n = 0;
  for (gsize i = 0; i < score->n_notes && *n < g_hash_table_size (self->ids); i++)
    if (g_hash_table_contains (self->ids, &score->notes[i].id))
      ids[(*n)++] = score->notes[i].id;
  return ids;
}

gboolean
ct_selection_get_span (CtSelection *self, CtTimeSpan *span)
{
  g_autofree guint64 *ids = NULL;
  guint n;

  g_return_val_if_fail (CT_IS_SELECTION (self), FALSE);
  ids = ct_selection_dup (self, &n);
  *span = (CtTimeSpan){ INFINITY, 0 };
  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (self->document, ids[i]);

      span->start_s = MIN (span->start_s, note->onset_s);
      span->end_s = MAX (span->end_s, note->offset_s);
    }
  return n > 0;
}

static gboolean
add (CtSelection *self, guint64 id)
{
  if (!ct_document_get_note (self->document, id) || g_hash_table_contains (self->ids, &id))
    return FALSE;
  g_hash_table_add (self->ids, g_memdup2 (&id, sizeof id));
  return TRUE;
}

static gboolean
is_exactly (CtSelection *self, const guint64 *ids, guint n)
{
  if (g_hash_table_size (self->ids) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_hash_table_contains (self->ids, &ids[i]))
      return FALSE;
  return TRUE;
}

void
ct_selection_set (CtSelection *self, const guint64 *ids, guint n)
{
  guint64 last = 0;

  g_return_if_fail (CT_IS_SELECTION (self));
  if (is_exactly (self, ids, n))
    return;
  g_hash_table_remove_all (self->ids);
  for (guint i = 0; i < n; i++)
    if (add (self, ids[i]))
      last = ids[i];
  if (g_hash_table_size (self->ids) == 1)
    self->cursor = last;
  emit_changed (self);
}

void
ct_selection_select (CtSelection *self, guint64 id, gboolean selected)
{
  gboolean changed;

  g_return_if_fail (CT_IS_SELECTION (self));
  changed = selected ? add (self, id) : g_hash_table_remove (self->ids, &id);
  if (!changed)
    return;
  if (selected)
    self->cursor = id;
  emit_changed (self);
}

void
ct_selection_clear (CtSelection *self)
{
  ct_selection_set (self, NULL, 0);
}

guint64
ct_selection_get_cursor (CtSelection *self)
{
  g_return_val_if_fail (CT_IS_SELECTION (self), 0);
  return self->cursor;
}

void
ct_selection_set_cursor (CtSelection *self, guint64 id)
{
  g_return_if_fail (CT_IS_SELECTION (self));
  if (id == self->cursor)
    return;
  self->cursor = id;
  emit_changed (self);
}

/* Drops the notes that no longer exist. */
static void
document_changed (CtDocument *document, guint changes, CtSelection *self)
{
  GHashTableIter iter;
  gpointer id;
  gboolean changed = FALSE;

  if (!(changes & CT_DOCUMENT_NOTES))
    return;
  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!ct_document_get_note (document, *(guint64 *) id))
      {
        g_hash_table_iter_remove (&iter);
        changed = TRUE;
      }
  if (self->cursor && !ct_document_get_note (document, self->cursor))
    {
      self->cursor = 0;
      changed = TRUE;
    }
  if (changed)
    emit_changed (self);
}

static void
ct_selection_finalize (GObject *object)
{
  CtSelection *self = CT_SELECTION (object);

  g_hash_table_unref (self->ids);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (ct_selection_parent_class)->finalize (object);
}

static void
ct_selection_class_init (CtSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ct_selection_finalize;
  changed_signal = g_signal_new ("changed", CT_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ct_selection_init (CtSelection *self)
{
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

CtSelection *
ct_selection_new (CtDocument *document)
{
  CtSelection *self;

  g_return_val_if_fail (CT_IS_DOCUMENT (document), NULL);
  self = g_object_new (CT_TYPE_SELECTION, NULL);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "changed", G_CALLBACK (document_changed), self, 0);
  return self;
}
