/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document/ct-timbre-book.h"

G_BEGIN_DECLS

#define CT_TYPE_TIMBRE_PAGE (ct_timbre_page_get_type ())
G_DECLARE_FINAL_TYPE (CtTimbrePage, ct_timbre_page, CT, TIMBRE_PAGE, AdwPreferencesPage)

/* The page of the preferences that shows which timbres are remembered: they can be renamed, merged, forgotten, imported
 * and exported. */
AdwPreferencesPage *ct_timbre_page_new (CtTimbreBook *book, GSettings *settings);

G_END_DECLS
