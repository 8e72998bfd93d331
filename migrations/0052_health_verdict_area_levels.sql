-- Levels are the authorities' word; checkpoints only compare them.
ALTER TABLE checkpoint.scale_level SET SCHEMA health_verdict;
ALTER TABLE checkpoint.level_assignment SET SCHEMA health_verdict;
