/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* A pointer that shows the tool, on notes and ground alike; NULL for the tool that selects, which has the system's. */
GdkCursor *ct_tool_cursor_new (CtTool tool);

G_END_DECLS
