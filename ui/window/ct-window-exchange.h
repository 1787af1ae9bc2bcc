/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/ct-window.h"

G_BEGIN_DECLS

/* Imports a MIDI file that the user chooses onto tracks of the document; without one, opens it. */
void ct_window_choose_import (CtWindow *self);

G_END_DECLS
