/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCUMENT_CHANGES_H
#define DOCUMENT_CHANGES_H

#include <glib-object.h>

#include "ui/document/ct-document.h"

/* What a document said by its signal "changed". */
typedef struct
{
  guint n;       /* how often */
  guint changes; /* CtDocumentChange, of the last time */
} DocumentChanges;

static inline void
document_changes_count (CtDocument *document, guint changes, DocumentChanges *self)
{
  self->n++;
  self->changes = changes;
}

/* Counts from now on, as long as the document is there. */
static inline void
document_changes_watch (CtDocument *document, DocumentChanges *self)
{
  *self = (DocumentChanges){ 0 };
  g_signal_connect (document, "changed", G_CALLBACK (document_changes_count), self);
}

#endif
