/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef HEARD_DEMO_H
#define HEARD_DEMO_H

#include <glib.h>

#include "core/base/ct-score.h"
#include "core/transcribe/ct-transcriber.h"

/* What the program itself hears in the demo recording. */
typedef struct
{
  CtTranscriber *transcriber;
  CtAnalysis *analysis; /* set to NULL by who takes it */
  CtScore *score;
  float *embeddings; /* [score's notes][CT_EMBEDDING_SIZE] */
} HeardDemo;

void heard_demo_init (HeardDemo *self);

void heard_demo_clear (HeardDemo *self);

#endif
