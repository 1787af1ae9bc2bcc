/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys and chords of a document: those that were set by hand, and those that were found around them. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history-private.h"

void
ct_document_close_harmony (CtDocument *self)
{
  CtStep *step = self->step;

  if (step->harmony_before && ct_harmony_equal (step->harmony_before, &self->score.harmony))
    g_clear_pointer (&step->harmony_before, ct_harmony_state_free);
  if (step->harmony_before)
    step->harmony_after = ct_harmony_state_new (&self->score.harmony);
}

void
ct_document_set_harmony (CtDocument *self, const CtHarmony *harmony)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);

  if (!self->step->harmony_before)
    self->step->harmony_before = ct_harmony_state_new (&self->score.harmony);
  ct_document_replace_harmony (self, harmony);
}

const CtHarmony *
ct_document_get_harmony (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), NULL);
  return &self->found;
}

gboolean
ct_document_get_harmony_is_current (CtDocument *self)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), FALSE);
  return self->found_is_current;
}

CtKey
ct_document_get_key_at (CtDocument *self, double time_s)
{
  g_return_val_if_fail (CT_IS_DOCUMENT (self), (CtKey){ 0 });
  return ct_harmony_key_at (&self->found, time_s);
}

void
ct_document_take_harmony (CtDocument *self, const CtHarmony *found)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  self->found_is_current = TRUE;
  if (ct_harmony_equal (&self->found, found))
    return;
  ct_document_copy_harmony (&self->found, found);
  ct_document_tell_harmony (self);
}
