/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CT_TYPE_APPLICATION (ct_application_get_type ())
G_DECLARE_FINAL_TYPE (CtApplication, ct_application, CT, APPLICATION, AdwApplication)

/* The application: its windows, preferences and keyboard shortcuts. @flags are added to G_APPLICATION_HANDLES_OPEN
 * (such as G_APPLICATION_NON_UNIQUE in tests). */
CtApplication *ct_application_new (GApplicationFlags flags);

G_END_DECLS
