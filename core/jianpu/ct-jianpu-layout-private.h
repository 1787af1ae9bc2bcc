/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of numbered notation on pages. */
#ifndef CT_JIANPU_LAYOUT_PRIVATE_H
#define CT_JIANPU_LAYOUT_PRIVATE_H

#include "core/base/ct-status.h"
#include "core/jianpu/ct-jianpu-private.h"
#include "core/jianpu/ct-jianpu-symbols-private.h"
#include "core/jianpu/ct-jianpu.h"

/* Fills the pages, whose size is set, with music. */
CtStatus ct_jianpu_layout (CtJianpu *self, const CtJianpuMusic *music, const CtJianpuOptions *options) CT_MUST_USE;

#endif
