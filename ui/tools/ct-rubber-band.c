/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-rubber-band.h"

#include "ui/canvas/ct-note-picker.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"

struct _CtRubberBand
{
  CtSession *session;
  double time_s, midi;
  guint64 *before; /* [n_before]: what was selected */
  guint n_before;
};

CtRubberBand *
ct_rubber_band_new (CtSession *session, double time_s, double midi)
{
  CtRubberBand *self = g_new0 (CtRubberBand, 1);

  self->session = session;
  self->time_s = time_s;
  self->midi = midi;
  self->before = ct_selection_dup (ct_session_get_selection (session), &self->n_before);
  return self;
}

void
ct_rubber_band_free (CtRubberBand *self)
{
  g_free (self->before);
  g_free (self);
}

static CtView
box_to (CtRubberBand *self, double time_s, double midi)
{
  CtView box = { .start_s = MIN (time_s, self->time_s),
                 .end_s = MAX (time_s, self->time_s),
                 .low_midi = MIN (midi, self->midi),
                 .high_midi = MAX (midi, self->midi) };

  if (ct_session_get_select_mode (self->session) == CT_SELECT_COLUMN)
    {
      box.low_midi = -1;
      box.high_midi = 128;
    }
  else if (ct_session_get_select_mode (self->session) == CT_SELECT_ROW)
    {
      box.start_s = 0;
      box.end_s = MAX (ct_document_get_duration_s (ct_session_get_document (self->session)),
                       ct_session_get_view (self->session)->end_s);
    }
  return box;
}

/* Selects what was selected at the beginning, and @ids besides. */
static void
add_to_selection (CtRubberBand *self, const guint64 *ids, guint n)
{
  g_autoptr (GHashTable) before = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree guint64 *all = g_new (guint64, self->n_before + n + 1);
  guint n_all = 0;

  for (guint i = 0; i < self->n_before; i++)
    {
      all[n_all++] = self->before[i];
      g_hash_table_add (before, &self->before[i]);
    }
  for (guint i = 0; i < n; i++)
    if (!g_hash_table_contains (before, &ids[i]))
      all[n_all++] = ids[i];
  ct_selection_set (ct_session_get_selection (self->session), all, n_all);
}

CtView
ct_rubber_band_draw (CtRubberBand *self, double time_s, double midi, gboolean adds)
{
  CtView box = box_to (self, time_s, midi);
  guint n;
  g_autofree guint64 *ids = ct_note_picker_pick_box (self->session, &box, &n);

  if (adds)
    add_to_selection (self, ids, n);
  else
    ct_selection_set (ct_session_get_selection (self->session), ids, n);
  return box;
}

void
ct_rubber_band_cancel (CtRubberBand *self)
{
  ct_selection_set (ct_session_get_selection (self->session), self->before, self->n_before);
}
