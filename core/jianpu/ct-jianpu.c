/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jianpu/ct-jianpu.h"

#include <stdlib.h>

#include "core/jianpu/ct-jianpu-layout-private.h"
#include "core/jianpu/ct-jianpu-private.h"
#include "core/jianpu/ct-jianpu-symbols-private.h"

#define DEFAULT_SIZE_PT 15.0

static const struct
{
  double width_pt, height_pt;
} papers[CT_N_PAPERS] = {
  [CT_PAPER_A4] = { 595.28, 841.89 },
  [CT_PAPER_LETTER] = { 612, 792 },
};

void
ct_jianpu_options_init (CtJianpuOptions *self)
{
  *self = (CtJianpuOptions){ .paper = CT_PAPER_A4, .size_pt = DEFAULT_SIZE_PT };
}

CtStatus
ct_jianpu_new (const CtNotation *notation, const CtJianpuOptions *options, CtJianpu **out)
{
  CtJianpuMusic music;
  CtJianpu *self;
  CtStatus status;

  if ((unsigned) options->paper >= CT_N_PAPERS || !(options->size_pt >= CT_JIANPU_MIN_SIZE_PT)
      || options->size_pt > CT_JIANPU_MAX_SIZE_PT)
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->width_pt = papers[options->paper].width_pt;
  self->height_pt = papers[options->paper].height_pt;
  status = ct_jianpu_music_init (&music, notation, options->chords, options->n_chords);
  if (status == CT_STATUS_OK)
    status = ct_jianpu_layout (self, &music, options);
  ct_jianpu_music_clear (&music);
  if (status == CT_STATUS_OK)
    *out = self;
  else
    ct_jianpu_free (self);
  return status;
}

void
ct_jianpu_free (CtJianpu *self)
{
  if (!self)
    return;
  ct_jianpu_marks_clear (&self->marks);
  free (self);
}

int
ct_jianpu_n_pages (const CtJianpu *self)
{
  return self->n_pages;
}

void
ct_jianpu_page_size (const CtJianpu *self, double *width_pt, double *height_pt)
{
  *width_pt = self->width_pt;
  *height_pt = self->height_pt;
}
