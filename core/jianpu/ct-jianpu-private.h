/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_JIANPU_PRIVATE_H
#define CT_JIANPU_PRIVATE_H

#include "core/jianpu/ct-jianpu-marks-private.h"
#include "core/jianpu/ct-jianpu.h"

struct _CtJianpu
{
  double width_pt, height_pt;
  int n_pages;
  CtJianpuMarks marks; /* by page */
};

#endif
