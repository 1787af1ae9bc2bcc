/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/project/ct-autosave-folder.h"
#include "ui/project/ct-autosave.h"

G_BEGIN_DECLS

/* The folder that it was recovered from; borrowed. */
CtAutosaveFolder *ct_recoverable_get_folder (CtRecoverable *self);

G_END_DECLS
