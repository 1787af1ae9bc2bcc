/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-owner-lock.h"

G_BEGIN_DECLS

/* What is known about the file of a document, kept with the document. */
typedef struct
{
  char *path;          /* where it was read from or written to, or NULL */
  CtFileStamp stamp;   /* its state at that time */
  char *claimed;       /* what .lock locks: the path with links resolved */
  CtOwnerLock *lock;   /* also NULL if there can be none */
  CtRecording *hashed; /* the recording when it was last hashed, or NULL */
  guint64 n_changes;   /* changes of the document since this exists */
} CtFileState;

/* The state of @document, created on demand; owned by the document. */
CtFileState *ct_file_state_get (CtDocument *document);

/* A recording that was hashed for an earlier save need not be hashed again. */
void ct_file_state_use_known_hash (const CtFileState *self, CtProject *project);

/* A claim that the document does not have yet. */
typedef struct
{
  char *claimed;
  CtOwnerLock *lock;
} CtFileClaim;

/* Claims @path, unless @document already has it. FALSE and @error if another document has it. */
gboolean ct_file_claim_try (CtDocument *document, const char *path, CtFileClaim *claim, GError **error);
/* Makes it the only claim of the document. Empties @claim. */
void ct_file_claim_keep (CtFileClaim *claim, CtDocument *document);
void ct_file_claim_drop (CtFileClaim *claim);

/* Zero if there is no such file. */
CtFileStamp ct_file_stamp_of (const char *path);
gboolean ct_file_stamp_equal (const CtFileStamp *a, const CtFileStamp *b);

G_END_DECLS
