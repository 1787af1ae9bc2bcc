/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_WAIT_H
#define TEST_WAIT_H

#include <glib.h>

#define TEST_WAIT_PATIENCE_S 30

/* Waits for what another thread or process does: until @condition, which has to come true. It is evaluated once for
 * each look, and not again after it was true. */
#define test_wait_for(condition)                                                                                       \
  do                                                                                                                   \
    {                                                                                                                  \
      gint64 end_us = g_get_monotonic_time () + TEST_WAIT_PATIENCE_S * G_USEC_PER_SEC;                                 \
      while (!(condition))                                                                                             \
        {                                                                                                              \
          g_assert_cmpint (g_get_monotonic_time (), <, end_us);                                                        \
          g_usleep (5000);                                                                                             \
        }                                                                                                              \
    }                                                                                                                  \
  while (0)

#endif
