/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CT_TYPE_PREFERENCES (ct_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CtPreferences, ct_preferences, CT, PREFERENCES, AdwPreferencesWindow)

/* The preferences of all windows, bound to the settings: changes apply at once. @parent may be NULL. */
GtkWindow *ct_preferences_new (GtkWindow *parent);

G_END_DECLS
