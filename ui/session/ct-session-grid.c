/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid that notes snap to. */
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session-private.h"

gboolean
ct_session_get_snap (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), FALSE);
  return self->snap;
}

void
ct_session_set_snap (CtSession *self, gboolean snap)
{
  g_object_set (self, "snap", snap, NULL);
}

const CtNoteGrid *
ct_session_get_grid (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return &self->grid;
}

void
ct_session_set_grid (CtSession *self, const CtNoteGrid *grid)
{
  char name[CT_NOTE_GRID_NAME_SIZE];

  ct_note_grid_name (grid, name);
  g_object_set (self, "grid", name, NULL);
  if (grid->kind == CT_NOTE_GRID_SWING)
    g_object_set (self, "swing", grid->swing, NULL);
}

const CtTempoMap *
ct_session_get_snap_map (CtSession *self)
{
  g_return_val_if_fail (CT_IS_SESSION (self), NULL);
  return self->snap ? ct_document_get_tempo_map (self->document) : NULL;
}

char *
ct_session_dup_grid_name (CtSession *self)
{
  char name[CT_NOTE_GRID_NAME_SIZE];

  ct_note_grid_name (&self->grid, name);
  return g_strdup (name);
}

void
ct_session_store_grid (CtSession *self, const char *name)
{
  CtNoteGrid grid = self->grid;

  if (name && ct_note_grid_parse (name, &grid) && grid.division > 0)
    self->grid = grid;
}
