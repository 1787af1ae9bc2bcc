/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/ct-window.h"

G_BEGIN_DECLS

/* A window of @application with its actions, which opens files and makes other windows; borrowed. */
CtWindow *ct_window_new (GtkApplication *application);

G_END_DECLS
