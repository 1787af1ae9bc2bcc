/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drum hits of a document. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/base/ct-percussion.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history-private.h"

void
ct_document_close_percussion (CtDocument *self)
{
  CtStep *step = self->step;

  if (step->percussion_before && ct_percussion_equal (step->percussion_before, &self->score.percussion))
    g_clear_pointer (&step->percussion_before, ct_percussion_state_free);
  if (step->percussion_before)
    step->percussion_after = ct_percussion_state_new (&self->score.percussion);
}

void
ct_document_set_percussion (CtDocument *self, const CtPercussion *percussion)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);

  if (!self->step->percussion_before)
    self->step->percussion_before = ct_percussion_state_new (&self->score.percussion);
  ct_document_replace_percussion (self, percussion);
}
