/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys and chords of a document that were set by hand. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-status.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history-private.h"

void
ct_document_replace_harmony (CtDocument *self, const CtHarmony *harmony)
{
  CtHarmony before = self->score.harmony;

  /* @harmony may be the one that is replaced */
  if (ct_harmony_copy (harmony, &self->score.harmony) != CT_STATUS_OK)
    g_error ("%s", ct_status_string (CT_STATUS_NO_MEMORY)); /* as GLib does where memory ends */
  ct_harmony_clear (&before);
}

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
