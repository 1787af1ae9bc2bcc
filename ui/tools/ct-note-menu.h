/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* What the context menus offer: items of the action group "notes". The caller owns the models. */

/* For the selected notes of @document; its tracks are named in the menu. */
GMenuModel *ct_note_menu_new_for_notes (CtDocument *document);
/* For a place without a note. */
GMenuModel *ct_note_menu_new_for_canvas (void);

G_END_DECLS
