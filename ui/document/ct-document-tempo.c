/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tempo of a document. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history-private.h"

const CtTempoMap *
ct_document_get_tempo_map (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return self->score.tempo.map;
}

void
ct_document_close_tempo (CtDocument *self)
{
  CtStep *step = self->step;

  if (step->tempo_before && ct_edit_tempo_equal (step->tempo_before, &self->score.tempo))
    g_clear_pointer (&step->tempo_before, ct_tempo_state_free);
  if (step->tempo_before)
    step->tempo_after = ct_tempo_state_new (&self->score.tempo);
}

void
ct_document_set_tempo (CtDocument *self, const CtEditTempo *tempo)
{
  CtEditTempo sought = *tempo;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);

  if (!self->step->tempo_before)
    self->step->tempo_before = ct_tempo_state_new (&self->score.tempo);
  sought.sought = true;
  ct_document_replace_tempo (self, &sought);
}

void
ct_document_set_tempo_map (CtDocument *self, const CtTempoMap *map)
{
  CtEditTempo tempo;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  tempo = self->score.tempo;
  tempo.map = (CtTempoMap *) map;
  ct_document_set_tempo (self, &tempo);
}

void
ct_document_take_beats (CtDocument *self, const CtEditTempo *found)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (found->sought);
  if (self->score.tempo.sought)
    return;
  ct_document_replace_tempo (self, found);
  ct_document_tell (self, CT_DOCUMENT_TEMPO);
}
