/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-owner-lock.h"

G_BEGIN_DECLS

/* What is known of the file of a document, kept with the document. */
typedef struct
{
  char *path;          /* where it was read from or written to, or NULL */
  CtFileStamp stamp;   /* what was there then */
  char *claimed;       /* what .lock is for: the path without links */
  CtOwnerLock *lock;   /* NULL also where there can be none */
  CtRecording *hashed; /* the recording as it was last hashed, or NULL */
  guint64 n_changes;   /* of the document since this is kept */
} CtFileState;

/* Of @document, made where it is missing; owned by the document. */
CtFileState *ct_file_state_get (CtDocument *document);

/* What was hashed for an earlier saving need not be hashed again. */
void ct_file_state_use_known_hash (const CtFileState *self, CtProject *project);

/* A claim that the document does not have yet. */
typedef struct
{
  char *claimed;
  CtOwnerLock *lock;
} CtFileClaim;

/* Claims @path unless @document has it already. FALSE and @error where another has it. */
gboolean ct_file_claim_try (CtDocument *document, const char *path, CtFileClaim *claim, GError **error);
/* Makes it the document's only one. Empties @claim. */
void ct_file_claim_keep (CtFileClaim *claim, CtDocument *document);
void ct_file_claim_drop (CtFileClaim *claim);

/* Zero where there is no such file. */
CtFileStamp ct_file_stamp_of (const char *path);
gboolean ct_file_stamp_equal (const CtFileStamp *a, const CtFileStamp *b);

G_END_DECLS
