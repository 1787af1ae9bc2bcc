/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/analysis/ct-rerun.h"

G_BEGIN_DECLS

/* A line that summarises @change, such as "12 more notes, 1 fewer track". Free it with g_free(). */
char *ct_change_text_dup (const CtRerunChange *change);

G_END_DECLS
