/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HEARD_DOCUMENT_H
#define HEARD_DOCUMENT_H

#include "tests/support/heard-song.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"

/* What was heard of @song, without a spectrogram: a reference for the caller. */
CtEvidence *heard_document_evidence (const HeardSong *song);

/* A document with the evidence and the first score of @song, and nothing to undo. */
CtDocument *heard_document_new (const HeardSong *song);

#endif
