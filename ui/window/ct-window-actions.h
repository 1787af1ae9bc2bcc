/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/ct-window.h"

G_BEGIN_DECLS

/* Adds the actions ("win.") that menus, shortcuts and tests know by name. */
void ct_window_add_actions (CtWindow *self);

G_END_DECLS
